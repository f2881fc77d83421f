namespace ConvGen.Generators.Planning.Depthwise;

/// <summary>
/// How a depthwise convolution is computed: with channels in lanes, and enough independent sums in registers to keep the multiply-add
/// units busy.
/// </summary>
internal sealed record DepthwiseSchedule
{
    /// <summary>The tiles of a row of outputs, for the forward pass.</summary>
    public required RowTiles Outputs { get; init; }

    /// <summary>The tiles of a row of the input, for its gradient.</summary>
    public required RowTiles Inputs { get; init; }

    /// <summary>The weights whose gradients are summed together: a range of columns, for several rows of the kernel.</summary>
    public required EquatableArray<TapTile> WeightTiles { get; init; }

    /// <summary>One sample's output gradient, spread by the stride and with a border of zeros. The gradient of the input is its
    /// convolution with the mirrored kernel.</summary>
    public required ActivationLayout Spread { get; init; }

    /// <summary>The row of <see cref="Spread"/> at which the mirrored kernel of the first pixel starts.</summary>
    public required int FirstRow { get; init; }
    public required int FirstColumn { get; init; }
}

/// <summary>A row divided into tiles.</summary>
/// <param name="Pixels">The number of pixels of a full tile.</param>
/// <param name="Count">The number of full tiles.</param>
/// <param name="LastPixels">The number of pixels of the remainder; zero if there is none.</param>
internal sealed record RowTiles(int Pixels, int Count, int LastPixels)
{
    /// <summary>Divides a row into the fewest tiles that fit the accumulators, as equal as possible.</summary>
    public static RowTiles Of(Target target, int width)
    {
        int tiles = (width + target.MaxAccumulators - 1) / target.MaxAccumulators;
        int pixels = (width + tiles - 1) / tiles;
        return new RowTiles(pixels, width / pixels, width % pixels);
    }
}

/// <summary>A range of kernel columns, with the number of rows that are processed together.</summary>
/// <param name="FirstColumn">The first column.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Rows">The number of rows processed together.</param>
/// <param name="Count">How often that number of rows fits into the kernel.</param>
/// <param name="LastRows">The number of remaining rows; zero if there are none.</param>
internal sealed record TapTile(int FirstColumn, int Columns, int Rows, int Count, int LastRows);
