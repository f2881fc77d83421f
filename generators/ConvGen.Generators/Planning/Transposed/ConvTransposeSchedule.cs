namespace ConvGen.Generators.Planning.Transposed;

/// <summary>
/// How a transposed convolution is computed. The outputs whose rows and columns have the same remainder by the stride form a phase: they
/// read the same kernel positions, so that each phase is a dense convolution of the input, and every output is written once. The gradient
/// of the input is a convolution of the output's gradient; both are sums of tiles of pixels and vectors.
/// </summary>
internal sealed record ConvTransposeSchedule
{
    /// <summary>The tiles of the forward pass: filters in lanes.</summary>
    public required RowTileSet Outputs { get; init; }

    /// <summary>The tiles of the input's gradient: channels in lanes.</summary>
    public required RowTileSet Inputs { get; init; }

    /// <summary>The channels of a tile of weights whose gradients are summed together.</summary>
    public required Blocks WeightChannels { get; init; }

    /// <summary>The vectors of filters of a tile of weights.</summary>
    public required Blocks WeightVectors { get; init; }
}

/// <summary>The tiles of a row of pixels.</summary>
/// <param name="Pixels">The number of pixels of a tile, all of whose kernel columns lie inside the image; 1 if there are no such
/// tiles.</param>
/// <param name="Vectors">The vectors of such a tile.</param>
/// <param name="SingleVectors">The vectors of a single pixel, at an edge or in the remainder of a row.</param>
internal sealed record RowTileSet(int Pixels, Blocks Vectors, Blocks SingleVectors);

/// <summary>A number of things divided into blocks of equal size and a remainder.</summary>
/// <param name="Size">The size of a full block.</param>
/// <param name="Count">The number of full blocks.</param>
/// <param name="Last">The size of the remainder; zero if there is none. The last of several blocks of vectors is a remainder, too, if its
/// last vector is not full: the lanes after the last channel must stay zero.</param>
internal sealed record Blocks(int Size, int Count, int Last)
{
    /// <summary>Divides into blocks of a size.</summary>
    public static Blocks Of(int count, int size) => new(size, count / size, count % size);

    /// <summary>Divides into the fewest blocks of at most a size, as equal as possible.</summary>
    public static Blocks AtMost(int count, int most)
    {
        int blocks = (count + most - 1) / most;
        return Of(count, (count + blocks - 1) / blocks);
    }

    /// <summary>The blocks of the vectors of a number of channels.</summary>
    public Blocks ForChannels(Target target, int channels) =>
        Last == 0 && Count > 1 && channels % target.Lanes > 0 ? new Blocks(Size, Count - 1, Size) : this;
}
