namespace ConvGen.Generators.Planning.Depthwise;

/// <summary>
/// How a convolution of every channel by itself is computed: channels in the lanes, and enough sums in registers that the
/// units never wait for one of them.
/// </summary>
internal sealed record DepthwiseSchedule
{
    /// <summary>The tiles of a row of outputs, for the forward pass.</summary>
    public required RowTiles Outputs { get; init; }

    /// <summary>The tiles of a row of the input, for its gradient.</summary>
    public required RowTiles Inputs { get; init; }

    /// <summary>The weights whose gradients are summed together: parts of the kernel's rows, several rows of each.</summary>
    public required EquatableArray<TapTile> WeightTiles { get; init; }

    /// <summary>One sample's output gradient, as far apart as the windows and with zeros around: the gradient of the input is its
    /// convolution with the mirrored kernel.</summary>
    public required ActivationLayout Spread { get; init; }

    /// <summary>Where in <see cref="Spread"/> the mirrored kernel of the first pixel starts.</summary>
    public required int FirstRow { get; init; }
    public required int FirstColumn { get; init; }
}

/// <summary>A row cut into tiles.</summary>
/// <param name="Pixels">Pixels of a whole tile.</param>
/// <param name="Count">Whole tiles.</param>
/// <param name="LastPixels">Pixels of the rest; zero for none.</param>
internal sealed record RowTiles(int Pixels, int Count, int LastPixels)
{
    /// <summary>As few tiles as the accumulators allow, as equal as they can be.</summary>
    public static RowTiles Of(Target target, int width)
    {
        int tiles = (width + target.MaxAccumulators - 1) / target.MaxAccumulators;
        int pixels = (width + tiles - 1) / tiles;
        return new RowTiles(pixels, width / pixels, width % pixels);
    }
}

/// <summary>Some columns of a kernel, and how many of its rows go together.</summary>
/// <param name="FirstColumn">The first of the columns.</param>
/// <param name="Columns">How many there are.</param>
/// <param name="Rows">Rows that go together.</param>
/// <param name="Count">How often so many rows fit into the kernel.</param>
/// <param name="LastRows">The rows that are left; zero for none.</param>
internal sealed record TapTile(int FirstColumn, int Columns, int Rows, int Count, int LastRows);
