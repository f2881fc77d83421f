using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Depthwise;

/// <summary>
/// Renders a method that slides the kernel of every channel over one sample: forward over the input, or mirrored over the output gradient
/// to compute the input gradient. The sums of a tile of a row are in registers; each weight is loaded once per tile.
/// </summary>
internal sealed class DepthwiseTileRenderer(KernelWriter writer, DepthwiseStage stage)
{
    private readonly VectorText _simd = writer.Simd;
    public required string Method { get; init; }

    /// <summary>The name of the memory that the kernel slides over.</summary>
    public required string From { get; init; }

    /// <summary>The letters for the values that are read and written, such as x and y.</summary>
    public required string Read { get; init; }
    public required string Written { get; init; }
    public required string Distances { get; init; }
    public required ActivationLayout Layout { get; init; }

    /// <summary>The rows and pixels by which the kernel moves.</summary>
    public int StrideY { get; init; } = 1;
    public int StrideX { get; init; } = 1;

    /// <summary>The name of the memory that receives the sums.</summary>
    public required string To { get; init; }
    public required string ToDistances { get; init; }
    public required ActivationLayout ToLayout { get; init; }
    public required RowTiles Tiles { get; init; }

    public bool HasBias { get; init; }
    public Activation? Activation { get; init; }

    /// <summary>Whether the weights are read from the last to the first.</summary>
    public bool IsMirrored { get; init; }

    private ShapedConv Conv => stage.Conv;

    public void Render()
    {
        string biases = HasBias ? "ref float biases, " : "";
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void {Method}(ref float {From}, ref float weights, {biases}ref float {To})"))
        using (writer.Loop(_simd.AtATime("channels"), $"for (int channel = 0; channel < {ToDistances}Pixel; channel += {_simd.Lanes})"))
        using (Repeat(ToLayout.Shape.Height, "row"))
        {
            if (Tiles.Count > 0)
            {
                string pixels = Phrases.Count(Tiles.Pixels, "pixel");
                using (writer.LoopBeforeRest(
                    Tiles.Count, Tiles.LastPixels > 0, $"{pixels} of the row at a time, a sum in a register for each.",
                    $"The first {pixels} of the row.", "tile"))
                {
                    RenderTile(Tiles.Pixels, Tiles.Count == 1 ? "" : "tile");
                }
            }

            if (Tiles.LastPixels > 0)
            {
                using (writer.Scope($"The remainder of the row: {Phrases.Count(Tiles.LastPixels, "pixel")}."))
                {
                    RenderTile(Tiles.LastPixels, $"{Tiles.Count}");
                }
            }
        }
    }

    private void RenderTile(int pixels, string tile)
    {
        string last = Offset.Sum((Conv.KernelHeight - 1, "KernelRow"), (Conv.KernelWidth - 1, "KernelColumn"));
        writer.Line($"ref float w = ref Unsafe.Add(ref weights, {(IsMirrored && last != "0" ? $"{last} + " : "")}channel);");
        writer.Line($"ref float {Read} = ref Unsafe.Add(ref {From}, {Position(Distances, 0, StrideY, Tiles.Pixels * StrideX, tile)});");
        string start = HasBias ? _simd.Load("biases", "channel") : _simd.Zero;
        writer.Line($"{_simd.Floats} sum_0 = {start};");
        for (int p = 1; p < pixels; p++)
        {
            writer.Line($"{_simd.Floats} sum_{p} = sum_0;");
        }

        using (Repeat(Conv.KernelHeight, "u"))
        {
            string row = $"u * {Offset.Of(Conv.DilationY, $"{Distances}Row")}";
            writer.Line($"ref float below = {At(Read, Conv.KernelHeight == 1 ? "0" : row)};");
            using (writer.LoopUnlessOnce(Conv.KernelWidth, "Each weight of the kernel row is loaded once for all sums.", "v"))
            {
                writer.Line($"{_simd.Floats} weight = {_simd.Load("w")};");
                for (int p = 0; p < pixels; p++)
                {
                    string pixel = _simd.LoadFar("below", Offset.Sum((p * StrideX, $"{Distances}Pixel")));
                    writer.Line(_simd.Accumulate($"sum_{p}", "weight", pixel));
                }

                writer.Line(Advance("w", IsMirrored ? "-KernelColumn" : "KernelColumn"));
                if (Conv.KernelWidth > 1)
                {
                    writer.Line(Advance("below", Offset.Of(Conv.DilationX, $"{Distances}Pixel")));
                }
            }
        }

        writer.Line();
        writer.Line($"ref float {Written} = ref Unsafe.Add(ref {To}, {Position(ToDistances, ToLayout.Origin, 1, Tiles.Pixels, tile)});");
        for (int p = 0; p < pixels; p++)
        {
            string value = Activation is { } function ? Activate(function, $"sum_{p}") : $"sum_{p}";
            writer.Line(StoreFar(value, Written, Offset.Sum((p, $"{ToDistances}Pixel"))));
        }
    }

    /// <summary>Returns <c>InputOrigin + row * 2 * InputRow + tile * 12 * InputPixel + channel</c>, without terms that are zero.</summary>
    private string Position(string distances, int origin, int rowStep, int tilePixels, string tile)
    {
        string[] terms =
        [
            .. origin == 0 ? Array.Empty<string>() : [$"{distances}Origin"],
            .. ToLayout.Shape.Height == 1 ? Array.Empty<string>() : [$"row * {Offset.Of(rowStep, $"{distances}Row")}"],
            .. tile.Length == 0 ? Array.Empty<string>() : [$"{tile} * {Offset.Of(tilePixels, $"{distances}Pixel")}"],
            "channel",
        ];
        return string.Join(" + ", terms);
    }

    private IDisposable? Repeat(int count, string variable) =>
        count == 1 ? null : writer.Block($"for (int {variable} = 0; {variable} < {count}; {variable}++)");
}
