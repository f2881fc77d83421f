namespace ConvGen.Generators.Rendering.Convolution.Shared;

/// <summary>Returns the distances in the input, the output and the packed weights of a convolution, with their names.</summary>
internal static class ConvDistances
{
    public static IEnumerable<(string Name, int Value, string Meaning)> Of(ConvStage stage) =>
    [
        .. KernelFile.Distances(stage),
        ("InputChannels", stage.Input.Shape.Channels, "Channels of the input, without the padding after them."),
        .. OfWeights(stage),
    ];

    public static IEnumerable<(string Name, int Value, string Meaning)> OfWeights(ConvStage stage)
    {
        yield return ("FilterWeights", stage.Kernel.FilterStride, "Floats per filter of the weights.");
        foreach (ReductionLoop loop in new[] { stage.Kernel.Outer, stage.Kernel.Middle, stage.Kernel.Inner })
        {
            yield return (KernelDistance(loop), loop.WeightStride, $"Floats per {loop.FullNoun} of the weights.");
        }

        yield return ("PackedFilter", stage.Kernel.ReductionLength, "Floats per filter of the packed weights.");
        yield return ("PackedBiases", stage.Forward.PackedBias, "Floats before the packed biases.");
    }

    /// <summary>Returns the name of the distance between the weights of neighbouring iterations of a loop over the kernel.</summary>
    public static string KernelDistance(ReductionLoop loop) => $"Kernel{char.ToUpperInvariant(loop.Noun[0])}{loop.Noun.Substring(1)}";

    /// <summary>Returns the offset of the receptive field of the output that is <paramref name="row"/> rows and <paramref name="column"/>
    /// columns further, plus <paramref name="floats"/> floats.</summary>
    public static string Field(ConvStage stage, int row, int column, int floats = 0)
    {
        int columns = column * stage.Conv.StrideX;
        return stage.Input.IsPlanar
            ? Offset.Sum((row * stage.Conv.StrideY, "InputRow"), (columns + floats, Offset.One))
            : Offset.Sum((row * stage.Conv.StrideY, "InputRow"), (columns, "InputPixel"), (floats, Offset.One));
    }

    /// <summary>Returns the offset of a filter's packed weights.</summary>
    public static string PackedFilter(int filter) => Offset.Sum((filter, "PackedFilter"));

    /// <summary>Returns the offset of a filter's packed bias.</summary>
    public static string PackedBias(int filter) => Offset.Sum((1, "PackedBiases"), (filter, Offset.One));

    /// <summary>Returns the offset of a filter's channel in the first pixel of the output.</summary>
    public static string OutputChannel(ConvStage stage, int filter) =>
        Offset.Sum((stage.Output.Origin == 0 ? 0 : 1, "OutputOrigin"), (filter, Offset.One));
}
