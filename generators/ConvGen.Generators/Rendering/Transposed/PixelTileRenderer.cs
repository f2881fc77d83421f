using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Transposed;

/// <summary>
/// Renders the two methods that compute pixels of a row: <c>Tile</c> for several pixels, which share each loaded weight, and
/// <c>Pixel</c> for a single one. The channels that are written are in lanes; a value of each channel that is read is broadcast. The caller
/// says how many rows and columns of the kernel have products, so that nothing outside the image is read.
/// </summary>
internal sealed class PixelTileRenderer(KernelWriter writer)
{
    private readonly VectorText _simd = writer.Simd;

    public required RowTileSet Tiles { get; init; }

    /// <summary>The letters for the values that are read and written, such as x and y.</summary>
    public required string Read { get; init; }
    public required string Written { get; init; }

    /// <summary>What is written, in the singular: <c>output</c>.</summary>
    public required string Noun { get; init; }

    /// <summary>The prefixes of the distances in the values that are read and written.</summary>
    public required string ReadDistances { get; init; }
    public required string WrittenDistances { get; init; }

    /// <summary>The prefix of the distances in the weights.</summary>
    public required string WeightDistances { get; init; }

    /// <summary>The pixels from one that is read to the next, and from one that is written to the next.</summary>
    public required int ReadStep { get; init; }
    public required int WrittenStep { get; init; }

    /// <summary>The kernel rows and columns from one that has products to the next.</summary>
    public required (int Y, int X) TapStep { get; init; }

    /// <summary>Whether the next kernel row meets the row before instead of the row after.</summary>
    public required bool ReadsBackwards { get; init; }

    /// <summary>The number of channels that are read, and the nouns for those and for the ones that are written.</summary>
    public required int Channels { get; init; }
    public required string ReadNoun { get; init; }
    public required string WrittenNoun { get; init; }

    /// <summary>The number of channels that are written.</summary>
    public required int WrittenChannels { get; init; }

    public bool HasBias { get; init; }
    public Activation? Activation { get; init; }

    /// <summary>Whether rows have pixels that are computed together.</summary>
    public bool HasTiles => Tiles.Pixels > 1;

    /// <summary>Renders the call of <c>Tile</c> or <c>Pixel</c>.</summary>
    public void RenderCall(string method, string read, string weights, string rows, string columns) => writer.Call(
        method, [read, weights, .. HasBias ? (string[])["ref biases"] : [], $"ref {Written}", rows, columns]);

    public void Render()
    {
        if (HasTiles)
        {
            writer.Summary($"{Tiles.Pixels} {Noun}s of a row, for which all kernel columns lie inside the image.");
            RenderMethod("Tile", Tiles.Pixels, Tiles.Vectors);
            writer.Line();
        }

        writer.Summary($"One {Noun}.");
        RenderMethod("Pixel", 1, Tiles.SingleVectors);
    }

    private void RenderMethod(string method, int pixels, Blocks vectors)
    {
        writer.Line(KernelFile.KernelAttribute);
        writer.Signature(
            $"private static void {method}",
            [
                $"ref float {Read}", "ref float weights", .. HasBias ? (string[])["ref float biases"] : [], $"ref float {Written}", "int rows",
                "int columns",
            ]);
        using (writer.Braces())
        {
            int lanes = vectors.Size * _simd.Lanes;
            using (writer.LoopBeforeRest(
                vectors.Count, vectors.Last > 0, $"{lanes} {WrittenNoun}s at a time.", $"The first {lanes} {WrittenNoun}s.", "block"))
            {
                RenderBlock(pixels, vectors.Size, vectors.Count == 1 ? "0" : $"block * {lanes}", isLast: vectors.Last == 0);
            }

            if (vectors.Last > 0)
            {
                using (writer.Scope($"The other {WrittenNoun}s."))
                {
                    RenderBlock(pixels, vectors.Last, $"{vectors.Count * lanes}", isLast: true);
                }
            }
        }
    }

    private void RenderBlock(int pixels, int vectors, string first, bool isLast)
    {
        (int Pixel, int Vector)[] sums = Grid.Cells(pixels, vectors);
        foreach ((int pixel, int vector) in sums)
        {
            string start = !HasBias ? _simd.Zero
                : pixel > 0 ? Sum((0, vector))
                : LoadBiases(Offset.Join(first, vector == 0 ? "" : $"{vector * _simd.Lanes}"));
            writer.Line($"{_simd.Floats} {Sum((pixel, vector))} = {start};");
        }

        using (writer.Block("for (int u = 0; u < rows; u++)"))
        using (writer.Block("for (int v = 0; v < columns; v++)"))
        {
            string tap = Offset.Join(
                $"u * {Offset.Of(TapStep.Y, $"{WeightDistances}Row")}", $"v * {Offset.Of(TapStep.X, $"{WeightDistances}Column")}", first);
            string pixel = $"u * {ReadDistances}Row + v * {ReadDistances}Pixel";
            writer.Line($"ref float w = {At("weights", tap)};");
            writer.Line($"ref float from = {At(Read, ReadsBackwards ? $"-({pixel})" : pixel)};");
            string what = pixels == 1 ? $"Each {ReadNoun} adds its product." : $"Each weight of a {ReadNoun} is loaded once for all pixels.";
            using (writer.LoopUnlessOnce(Channels, what, ReadNoun))
            {
                RenderProducts(pixels, vectors);
                if (Channels > 1)
                {
                    writer.Line(Advance("w", $"{WeightDistances}Channel"));
                    writer.Line(Advance("from", 1));
                }
            }
        }

        writer.Line();
        writer.Line($"ref float to = {At(Written, first)};");
        foreach ((int pixel, int vector) in sums)
        {
            string value = Activation is { } function ? Activate(function, Sum((pixel, vector))) : Sum((pixel, vector));
            string stored = isLast && vector == vectors - 1 ? _simd.KeepChannels(value, WrittenChannels) : value;
            writer.Line(StoreFar(
                stored, "to", Offset.Sum((pixel * WrittenStep, $"{WrittenDistances}Pixel"), (vector * _simd.Lanes, Offset.One))));
        }
    }

    /// <summary>Renders the products of one channel. Several pixels share weights in registers; a single one takes them from
    /// memory.</summary>
    private void RenderProducts(int pixels, int vectors)
    {
        string Weight(int vector) => _simd.LoadFar("w", Offset.Sum((vector * _simd.Lanes, Offset.One)));

        for (int vector = 0; pixels > 1 && vector < vectors; vector++)
        {
            writer.Line($"{_simd.Floats} weight_{vector} = {Weight(vector)};");
        }

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            string value = _simd.Broadcast("from", Offset.Sum((pixel * ReadStep, $"{ReadDistances}Pixel")));
            writer.Line($"{_simd.Floats} value_{pixel} = {value};");
            for (int vector = 0; vector < vectors; vector++)
            {
                writer.Line(_simd.Accumulate(
                    Sum((pixel, vector)), $"value_{pixel}", pixels > 1 ? $"weight_{vector}" : Weight(vector)));
            }
        }
    }

    private string LoadBiases(string place) => place == "0" ? _simd.Load("biases") : _simd.Load("biases", place);

    private static string Sum((int Pixel, int Vector) place) => $"sum_p{place.Pixel}_v{place.Vector}";
}
