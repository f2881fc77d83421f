namespace ConvGen.Generators.Rendering.Convolution.Shared;

/// <summary>The distances within the input, the output and the packed weights of a convolution, by their names.</summary>
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

    /// <summary>The distance from one weight to the next, as an iteration of a loop over the kernel takes it.</summary>
    public static string KernelDistance(ReductionLoop loop) => $"Kernel{char.ToUpperInvariant(loop.Noun[0])}{loop.Noun.Substring(1)}";

    /// <summary>From one receptive field to another one, so many rows and columns of outputs away, or to a float after it.</summary>
    public static string Field(ConvStage stage, int row, int column, int floats = 0)
    {
        int columns = column * stage.Conv.StrideX;
        return stage.Input.IsPlanar
            ? Offset.Sum((row * stage.Conv.StrideY, "InputRow"), (columns + floats, Offset.One))
            : Offset.Sum((row * stage.Conv.StrideY, "InputRow"), (columns, "InputPixel"), (floats, Offset.One));
    }

    /// <summary>To the packed weights of a filter.</summary>
    public static string PackedFilter(int filter) => Offset.Sum((filter, "PackedFilter"));

    /// <summary>To the packed bias of a filter.</summary>
    public static string PackedBias(int filter) => Offset.Sum((1, "PackedBiases"), (filter, Offset.One));

    /// <summary>To a filter's channel of the first pixel of the output.</summary>
    public static string OutputChannel(ConvStage stage, int filter) =>
        Offset.Sum((stage.Output.Origin == 0 ? 0 : 1, "OutputOrigin"), (filter, Offset.One));
}
