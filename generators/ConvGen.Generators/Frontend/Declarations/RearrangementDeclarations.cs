namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>A layer without parameters that moves values to other places, and may repeat them or leave some out.</summary>
internal abstract record RearrangementDeclaration : LayerDeclaration
{
    public sealed override string? MemberType => null;
}

/// <summary><c>[Slice]</c>: some neighbouring channels of an image, or elements of a vector.</summary>
internal sealed record SliceDeclaration : RearrangementDeclaration
{
    /// <summary>The first channel or element that is kept; at least 0.</summary>
    public required int First { get; init; }

    /// <summary>The number of channels or elements that are kept.</summary>
    public required int Count { get; init; }

    public override string Kind => "Slice";

    public override int OutputLength(int inputLength) => Count;
}

/// <summary><c>[ChannelShuffle]</c>: deals the channels of each group out to all groups.</summary>
internal sealed record ChannelShuffleDeclaration : RearrangementDeclaration
{
    public required int Groups { get; init; }

    public override string Kind => "ChannelShuffle";

    public override int OutputLength(int inputLength) => inputLength;
}

/// <summary><c>[PixelShuffle]</c>: turns channels into rows and columns.</summary>
internal sealed record PixelShuffleDeclaration : RearrangementDeclaration
{
    public required int Factor { get; init; }

    public override string Kind => "PixelShuffle";

    public override int OutputLength(int inputLength) => inputLength;
}

/// <summary><c>[Pad]</c>: adds rows and columns around an image.</summary>
internal sealed record PadDeclaration : RearrangementDeclaration
{
    public required Padding Padding { get; init; }
    public required PadMode Mode { get; init; }

    public override string Kind => "Pad";

    public override int OutputLength(int inputLength) => 1;
}

/// <summary><c>[Upsample]</c>: enlarges an image by whole factors.</summary>
internal sealed record UpsampleDeclaration : RearrangementDeclaration
{
    public required int FactorY { get; init; }
    public required int FactorX { get; init; }
    public required UpsampleMode Mode { get; init; }

    public override string Kind => "Upsample";

    public override int OutputLength(int inputLength) => 1;
}

/// <summary>The values that <c>[Pad]</c> adds. The members have the names and numbers of the runtime's enum.</summary>
internal enum PadMode
{
    Zeros,

    /// <summary>The image mirrored at its outermost pixels, which are not repeated.</summary>
    Reflection,

    /// <summary>Copies of the outermost pixels.</summary>
    Edge,
}

/// <summary>How <c>[Upsample]</c> computes a pixel. The members have the names and numbers of the runtime's enum.</summary>
internal enum UpsampleMode
{
    Nearest,

    /// <summary>Between the centers of four pixels: PyTorch's <c>align_corners=False</c>, ONNX's <c>half_pixel</c>.</summary>
    Bilinear,

    /// <summary>The corners of both images are the same pixels: ONNX's <c>align_corners</c>.</summary>
    BilinearAlignCorners,

    /// <summary>Output (0, 0) is input (0, 0), and all others follow in equal steps: ONNX's <c>asymmetric</c>.</summary>
    BilinearAsymmetric,
}
