namespace ConvGen.Generators.Planning.Convolution;

/// <summary>
/// The memory layout of one filter's weights in the parameters. It equals the layout of the receptive field in the input, so that the
/// backward pass processes a run of weights and a run of pixels vector by vector, at the same offsets.
/// </summary>
/// <remarks>
/// A run is a contiguous part of the receptive field: a kernel row, as <c>[column][channel]</c> if the channels of a pixel are adjacent,
/// or as <c>[column]</c> of one channel if the input is planar. Dilated columns are not adjacent: then a run is one pixel's channels, or
/// a planar row with its gaps, whose weights are always zero because their gradient is masked.
/// </remarks>
internal sealed record ConvKernelLayout
{
    /// <summary>The target; runs are padded to its vector width.</summary>
    public required Target Target { get; init; }

    /// <summary>The sum over a receptive field as three nested loops; the innermost runs over neighbours.</summary>
    public required ReductionLoop Outer { get; init; }
    public required ReductionLoop Middle { get; init; }
    public required ReductionLoop Inner { get; init; }

    /// <summary>True if a run is a row of pixels with all their channels, so that it covers the middle loop.</summary>
    public required bool RunsHoldPixels { get; init; }

    /// <summary>The length of a run in floats, including gaps and channel padding, without the padding at its end.</summary>
    public required int RunLength { get; init; }

    /// <summary>The loop over the runs of a set: the rows of the kernel, or the pixels of one kernel row if its columns are dilated.</summary>
    public ReductionLoop RunLoop => RunsHoldPixels ? Outer : Middle;

    /// <summary>The loop over the sets of runs: the channels of a planar input, or kernel rows; null if there is only one set.</summary>
    public ReductionLoop? SetLoop => RunsHoldPixels ? null : Outer;

    public int Sets => SetLoop?.Count ?? 1;

    public int Runs => RunLoop.Count;

    /// <summary>The number of vectors of a run.</summary>
    public int RunVectors => Target.Vectors(RunLength);

    /// <summary>The number of floats of a run in the parameters.</summary>
    public int WeightRunStride => RunVectors * Target.Lanes;

    /// <summary>The number of floats of a filter in the parameters.</summary>
    public int FilterStride => Sets * Runs * WeightRunStride;

    /// <summary>True if the last vector of a run extends into pixels outside the receptive field.</summary>
    public bool HasForeignLanes => RunLength % Target.Lanes != 0;

    /// <summary>True if a run has gaps with pixels outside the receptive field.</summary>
    public bool HasGaps => Inner.InputStride > 1;

    /// <summary>True if a lane belongs to the filter, as a weight or its channel padding; false if it is in a gap or after the end of the
    /// run.</summary>
    public bool IsOwnLane(int vector, int lane)
    {
        int position = vector * Target.Lanes + lane;
        return position < RunLength && position % Inner.InputStride == 0;
    }

    public int ReductionLength => Outer.Count * Middle.Count * Inner.Count;

    /// <summary>The order in which the forward pass reads the weights of a filter: <c>[row][column][channel]</c>, or
    /// <c>[channel][row][column]</c> for planar input.</summary>
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
/// <param name="Noun">The noun for an iteration: row, column or channel.</param>
/// <param name="Variable">The loop variable in generated code.</param>
/// <param name="Count">The number of iterations.</param>
/// <param name="InputStride">The stride in the input per iteration, in floats.</param>
/// <param name="WeightStride">The stride in the parameters per iteration, in floats.</param>
/// <param name="Unit">The named distance in generated code of which the input stride is a multiple: <c>InputRow</c>.</param>
/// <param name="Units">The factor of that distance, which is the dilation.</param>
internal sealed record ReductionLoop(
    string Noun, string Variable, int Count, int InputStride, int WeightStride, string Unit, int Units = 1)
{
    /// <summary>The long form of <see cref="Noun"/>: kernel row, kernel column or channel.</summary>
    public string FullNoun => Noun == "channel" ? Noun : $"kernel {Noun}";

    /// <summary>The input stride as an expression in generated code: <c>InputRow</c>, or <c>2 * InputRow</c> if dilated.</summary>
    public string Distance => Times(1);

    /// <summary>The input stride of all iterations together, as an expression in generated code: <c>5 * InputRow</c>.</summary>
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
