using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>
/// How the weights of one filter lie in the parameters: exactly as the receptive field lies in the input, row by row, so that
/// the backward pass multiplies a row of weights with a row of pixels vector by vector. A row is <c>[column][channel]</c> where
/// the channels of a pixel lie together, and <c>[column]</c> of one channel where the input is planar.
/// </summary>
internal sealed record ConvKernelLayout
{
    /// <summary>Planes of the input that a filter reads one after the other: the channels of a planar input, else one.</summary>
    public required int Planes { get; init; }

    /// <summary>Floats between two planes of the input.</summary>
    public required int PlaneStride { get; init; }

    /// <summary>Kernel rows per plane.</summary>
    public required int Rows { get; init; }

    /// <summary>Floats between two rows of the input.</summary>
    public required int RowStride { get; init; }

    /// <summary>Floats of a kernel row that carry weights or channel padding, without the padding at its end.</summary>
    public required int RowLength { get; init; }

    /// <summary>Vectors of a kernel row.</summary>
    public int RowVectors => VectorSize.Vectors(RowLength);

    /// <summary>Floats of a kernel row in the parameters.</summary>
    public int WeightRowStride => RowVectors * VectorSize.Lanes;

    /// <summary>Floats of a filter in the parameters.</summary>
    public int FilterStride => Planes * Rows * WeightRowStride;

    /// <summary>True where the last vector of a row reaches into pixels that do not belong to the receptive field.</summary>
    public bool HasForeignLanes => RowLength % VectorSize.Lanes != 0;

    /// <summary>The sum over a receptive field as three nested loops; the innermost runs over neighbours.</summary>
    public required ReductionLoop Outer { get; init; }
    public required ReductionLoop Middle { get; init; }
    public required ReductionLoop Inner { get; init; }

    public int ReductionLength => Outer.Count * Middle.Count * Inner.Count;

    /// <summary>The order in which the forward pass reads the weights of a filter: <c>[row][column][channel]</c>.</summary>
    public string ReductionOrder => $"[{Outer.Noun}][{Middle.Noun}][{Inner.Noun}]";

    public static ConvKernelLayout Of(ShapedConv conv, ActivationLayout input)
    {
        int padded = input.PixelStride;
        int rowLength = input.IsPlanar ? conv.KernelWidth : conv.KernelWidth * padded;
        int weightRow = VectorSize.Padded(rowLength);
        var rows = new ReductionLoop("row", "kernelRow", conv.KernelHeight, input.RowStride, weightRow);
        return input.IsPlanar
            ? new ConvKernelLayout
            {
                Planes = input.Shape.Channels,
                PlaneStride = input.ChannelStride,
                Rows = conv.KernelHeight,
                RowStride = input.RowStride,
                RowLength = rowLength,
                Outer = new("channel", "channel", input.Shape.Channels, input.ChannelStride, conv.KernelHeight * weightRow),
                Middle = rows,
                Inner = new("column", "kernelColumn", conv.KernelWidth, 1, 1),
            }
            : new ConvKernelLayout
            {
                Planes = 1,
                PlaneStride = 0,
                Rows = conv.KernelHeight,
                RowStride = input.RowStride,
                RowLength = rowLength,
                Outer = rows,
                Middle = new("column", "kernelColumn", conv.KernelWidth, padded, padded),
                Inner = new("channel", "channel", input.Shape.Channels, 1, 1),
            };
    }
}

/// <summary>One loop of a reduction.</summary>
/// <param name="Noun">What it runs over: row, column, channel.</param>
/// <param name="Variable">The loop variable in generated code.</param>
/// <param name="Count">Iterations.</param>
/// <param name="InputStride">Floats that the input advances per iteration.</param>
/// <param name="WeightStride">Floats that the weights advance in the parameters' layout.</param>
internal sealed record ReductionLoop(string Noun, string Variable, int Count, int InputStride, int WeightStride)
{
    /// <summary>What it runs over, in full: kernel row, kernel column, channel.</summary>
    public string FullNoun => Noun == "channel" ? Noun : $"kernel {Noun}";
}
