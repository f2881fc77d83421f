namespace ConvGen.Generators.Planning.Convolution;

/// <summary>
/// How the weights of one filter lie in the parameters: exactly as the receptive field lies in the input, run by run, so that
/// the backward pass multiplies a run of weights with a run of pixels vector by vector.
/// </summary>
/// <remarks>
/// A run is what lies together in the input: a kernel row, as <c>[column][channel]</c> where the channels of a pixel lie
/// together and as <c>[column]</c> of one channel where the input is planar. Dilated columns lie apart: then a run is one pixel's
/// channels, or a planar row with its gaps, whose weights are zero and stay so because their gradient is masked.
/// </remarks>
internal sealed record ConvKernelLayout
{
    /// <summary>Its vectors are those to which a run is padded.</summary>
    public required Target Target { get; init; }

    /// <summary>The sum over a receptive field as three nested loops; the innermost runs over neighbours.</summary>
    public required ReductionLoop Outer { get; init; }
    public required ReductionLoop Middle { get; init; }
    public required ReductionLoop Inner { get; init; }

    /// <summary>True where a run is a row of pixels with all their channels, which takes in the middle loop.</summary>
    public required bool RunsHoldPixels { get; init; }

    /// <summary>Floats of a run that carry weights, gaps or channel padding, without the padding at its end.</summary>
    public required int RunLength { get; init; }

    /// <summary>The loop over the runs of a set: kernel rows, or the pixels of a dilated one.</summary>
    public ReductionLoop RunLoop => RunsHoldPixels ? Outer : Middle;

    /// <summary>The loop around it: the channels of a planar input, or kernel rows; null where there is one set.</summary>
    public ReductionLoop? SetLoop => RunsHoldPixels ? null : Outer;

    public int Sets => SetLoop?.Count ?? 1;

    public int Runs => RunLoop.Count;

    /// <summary>Vectors of a run.</summary>
    public int RunVectors => Target.Vectors(RunLength);

    /// <summary>Floats of a run in the parameters.</summary>
    public int WeightRunStride => RunVectors * Target.Lanes;

    /// <summary>Floats of a filter in the parameters.</summary>
    public int FilterStride => Sets * Runs * WeightRunStride;

    /// <summary>True where the last vector of a run reaches into pixels that do not belong to the receptive field.</summary>
    public bool HasForeignLanes => RunLength % Target.Lanes != 0;

    /// <summary>True where pixels that do not belong to the receptive field lie between those that do.</summary>
    public bool HasGaps => Inner.InputStride > 1;

    /// <summary>Whether a lane of a vector of a run holds a weight or channel padding.</summary>
    public bool IsOwnLane(int vector, int lane)
    {
        int position = vector * Target.Lanes + lane;
        return position < RunLength && position % Inner.InputStride == 0;
    }

    public int ReductionLength => Outer.Count * Middle.Count * Inner.Count;

    /// <summary>The order in which the forward pass reads the weights of a filter: <c>[row][column][channel]</c>.</summary>
    public string ReductionOrder => $"[{Outer.Noun}][{Middle.Noun}][{Inner.Noun}]";

    public static ConvKernelLayout Of(ShapedConv conv, ActivationLayout input) =>
        input.IsPlanar ? OverPlanes(conv, input) : OverPixels(conv, input);

    private static ConvKernelLayout OverPlanes(ShapedConv conv, ActivationLayout input)
    {
        int weightRow = input.Target.Padded(conv.ExtentWidth);
        return new ConvKernelLayout
        {
            Target = input.Target,
            RunsHoldPixels = false,
            RunLength = conv.ExtentWidth,
            Outer = ReductionLoop.OverChannels(input.Shape.Channels, input.ChannelStride, conv.KernelHeight * weightRow),
            Middle = ReductionLoop.OverRows(conv, input, weightRow),
            Inner = ReductionLoop.OverColumns(conv, input, conv.DilationX),
        };
    }

    private static ConvKernelLayout OverPixels(ShapedConv conv, ActivationLayout input)
    {
        bool runsHoldPixels = conv.DilationX == 1;
        return new ConvKernelLayout
        {
            Target = input.Target,
            RunsHoldPixels = runsHoldPixels,
            RunLength = runsHoldPixels ? conv.KernelWidth * input.PixelStride : input.PixelStride,
            Outer = ReductionLoop.OverRows(conv, input, conv.KernelWidth * input.PixelStride),
            Middle = ReductionLoop.OverColumns(conv, input, input.PixelStride),
            Inner = ReductionLoop.OverChannels(input.Shape.Channels, input.ChannelStride, 1),
        };
    }
}

/// <summary>One loop of a reduction.</summary>
/// <param name="Noun">What it runs over: row, column, channel.</param>
/// <param name="Variable">The loop variable in generated code.</param>
/// <param name="Count">Iterations.</param>
/// <param name="InputStride">Floats that the input advances per iteration.</param>
/// <param name="WeightStride">Floats that the weights advance in the parameters' layout.</param>
/// <param name="Unit">The distance that generated code names: <c>InputRow</c>.</param>
/// <param name="Units">How often an iteration takes it: the dilation.</param>
internal sealed record ReductionLoop(
    string Noun, string Variable, int Count, int InputStride, int WeightStride, string Unit, int Units = 1)
{
    /// <summary>What it runs over, in full: kernel row, kernel column, channel.</summary>
    public string FullNoun => Noun == "channel" ? Noun : $"kernel {Noun}";

    /// <summary>What generated code calls the input stride: <c>InputRow</c>, or <c>2 * InputRow</c> if dilated.</summary>
    public string Distance => Times(1);

    /// <summary>What generated code calls the whole way of the loop: <c>5 * InputRow</c>.</summary>
    public string Way => Times(Count);

    public static ReductionLoop OverChannels(int channels, int inputStride, int weightStride) =>
        new("channel", "channel", channels, inputStride, weightStride, "InputChannel");

    public static ReductionLoop OverRows(ShapedConv conv, ActivationLayout input, int weightStride) => new(
        "row", "kernelRow", conv.KernelHeight, conv.DilationY * input.RowStride, weightStride, "InputRow", conv.DilationY);

    public static ReductionLoop OverColumns(ShapedConv conv, ActivationLayout input, int weightStride) => new(
        "column", "kernelColumn", conv.KernelWidth, conv.DilationX * input.PixelStride, weightStride, "InputPixel",
        conv.DilationX);

    private string Times(int iterations) => iterations * Units == 1 ? Unit : $"{iterations * Units} * {Unit}";
}
