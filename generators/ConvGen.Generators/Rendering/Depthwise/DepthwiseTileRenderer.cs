using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Depthwise;

/// <summary>
/// A method that slides the kernel of every channel over one sample: forward over the input, or mirrored over the output gradient
/// for that of the input. A tile of a row has its sums in registers; each weight is loaded once and meets all of them.
/// </summary>
internal sealed class DepthwiseTileRenderer(KernelWriter writer, DepthwiseStage stage)
{
    private readonly VectorText _simd = writer.Simd;
    public required string Method { get; init; }

    /// <summary>What the kernel slides over: its name, that of its distances, and its layout.</summary>
    public required string From { get; init; }
    public required string Distances { get; init; }
    public required ActivationLayout Layout { get; init; }

    /// <summary>By how many rows and pixels the kernel moves.</summary>
    public int StrideY { get; init; } = 1;
    public int StrideX { get; init; } = 1;

    /// <summary>What the sums become.</summary>
    public required string To { get; init; }
    public required string ToDistances { get; init; }
    public required ActivationLayout ToLayout { get; init; }
    public required RowTiles Tiles { get; init; }

    public bool HasBias { get; init; }
    public Activation? Activation { get; init; }

    /// <summary>The weights are read from the last to the first.</summary>
    public bool IsMirrored { get; init; }

    private ShapedConv Conv => stage.Conv;

    public void Render()
    {
        string biases = HasBias ? "ref float biases, " : "";
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void {Method}(ref float {From}, ref float weights, {biases}ref float {To})"))
        using (writer.Loop(_simd.AtATime("channels"), $"for (int channel = 0; channel < {ToDistances}Pixel; channel += {_simd.Lanes})"))
        using (writer.LoopUnlessOnce(ToLayout.Shape.Height, "Every row.", "row"))
        {
            if (Tiles.Count > 0)
            {
                string every = Tiles.Pixels == 1 ? "Every pixel of the row." : $"Every tile of {Tiles.Pixels} pixels.";
                using (writer.LoopBeforeRest(
                    Tiles.Count, Tiles.LastPixels > 0, every, $"The first {Phrases.Count(Tiles.Pixels, "pixel")}.", "tile"))
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
        int last = (Conv.KernelHeight * Conv.KernelWidth - 1) * stage.Input.PixelStride;
        writer.Line($"ref float w = ref Unsafe.Add(ref weights, {(IsMirrored ? $"{last} + " : "")}channel);");
        writer.Line($"ref float x = ref Unsafe.Add(ref {From}, "
            + $"{Position(Distances, 0, StrideY, Tiles.Pixels * StrideX * Layout.PixelStride, tile)});");
        string start = HasBias ? _simd.Load("biases", "channel") : _simd.Zero;
        writer.Line($"{_simd.Floats} sum_0 = {start};");
        for (int p = 1; p < pixels; p++)
        {
            writer.Line($"{_simd.Floats} sum_{p} = sum_0;");
        }

        using (writer.LoopUnlessOnce(Conv.KernelHeight, "Every kernel row.", "u"))
        {
            string row = Conv.DilationY == 1 ? $"u * {Distances}Row" : $"u * {Conv.DilationY} * {Distances}Row";
            writer.Line(Conv.KernelHeight == 1 ? "ref float tap = ref x;" : $"ref float tap = ref Unsafe.Add(ref x, {row});");
            using (writer.LoopUnlessOnce(Conv.KernelWidth, "Every weight of the row meets every pixel of the tile.", "v"))
            {
                writer.Line($"{_simd.Floats} weight = {_simd.Load("w")};");
                for (int p = 0; p < pixels; p++)
                {
                    writer.Line(_simd.Accumulate($"sum_{p}", "weight", _simd.Load("tap", p * StrideX * Layout.PixelStride)));
                }

                writer.Line(Advance("w", (IsMirrored ? -1 : 1) * stage.Input.PixelStride));
                writer.Line(Advance("tap", Conv.DilationX * Layout.PixelStride));
            }
        }

        writer.Line();
        writer.Line($"ref float y = ref Unsafe.Add(ref {To}, "
            + $"{Position(ToDistances, ToLayout.Origin, 1, Tiles.Pixels * ToLayout.PixelStride, tile)});");
        for (int p = 0; p < pixels; p++)
        {
            string value = Activation is { } function ? Activate(function, $"sum_{p}") : $"sum_{p}";
            writer.Line(Store(value, "y", p * ToLayout.PixelStride));
        }
    }

    /// <summary><c>InputOrigin + row * 2 * InputRow + tile * 96 + channel</c>, without what is zero.</summary>
    private string Position(string distances, int origin, int rowStep, int tileStep, string tile)
    {
        string step = rowStep == 1 ? $"row * {distances}Row" : $"row * {rowStep} * {distances}Row";
        string[] terms =
        [
            .. origin == 0 ? Array.Empty<string>() : [$"{distances}Origin"],
            .. ToLayout.Shape.Height == 1 ? Array.Empty<string>() : [step],
            .. tile.Length == 0 ? Array.Empty<string>() : [$"{tile} * {tileStep}"],
            "channel",
        ];
        return string.Join(" + ", terms);
    }
}
