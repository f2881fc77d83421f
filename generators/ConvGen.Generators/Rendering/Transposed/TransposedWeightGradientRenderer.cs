using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Transposed;

/// <summary>Renders the gradient of a transposed convolution's weights: for each position of the kernel, the sums of a tile of weights over
/// the pixels of the image.</summary>
internal sealed class TransposedWeightGradientRenderer(KernelWriter writer, ConvTransposeStage stage)
{
    private readonly VectorText _simd = writer.Simd;

    private ShapedConvTranspose Conv => stage.Conv;

    public void Render()
    {
        string position = ConvTransposeRenderer.Position("i", "u", Conv.StrideY, Conv.Padding.Top) + ", "
            + ConvTransposeRenderer.Position("j", "v", Conv.StrideX, Conv.Padding.Left);
        writer.Summary($"dw[c, f, u, v] += sum over i, j of x[c, i, j] * g[f, {position}], for one sample.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void WeightGradient(ref float input, ref float outputGradient, ref float weightGradient)"))
        using (writer.LoopUnlessOnce(Conv.KernelHeight, null, "u"))
        {
            writer.Comment("The input rows whose products with this kernel row lie inside the output.");
            RenderRange("firstRow", "endRow", Conv.KernelHeight == 1 ? "0" : "u", Conv.StrideY, Conv.Padding.Top, Conv.Input.Height, Conv.Output.Height);
            using (writer.LoopUnlessOnce(Conv.KernelWidth, null, "v"))
            {
                RenderTap();
            }
        }

        writer.Line();
        RenderProducts();
    }

    private void RenderTap()
    {
        string u = Conv.KernelHeight == 1 ? "" : "u", v = Conv.KernelWidth == 1 ? "" : "v";
        RenderRange("firstColumn", "endColumn", v.Length == 0 ? "0" : v, Conv.StrideX, Conv.Padding.Left, Conv.Input.Width, Conv.Output.Width);
        string x = Offset.Join(stage.Input.Origin == 0 ? "" : "InputOrigin", "firstRow * InputRow", "firstColumn * InputPixel");
        string g = Offset.Join(stage.Output.Origin == 0 ? "" : "OutputOrigin", "outputRow * OutputRow", "outputColumn * OutputPixel");
        string dw = Offset.Join(u.Length == 0 ? "" : "u * KernelRow", v.Length == 0 ? "" : "v * KernelColumn");
        writer.Line($"int outputRow = {Position("firstRow", u, Conv.StrideY, Conv.Padding.Top)};");
        writer.Line($"int outputColumn = {Position("firstColumn", v, Conv.StrideX, Conv.Padding.Left)};");
        writer.Call(
            "AddProducts", At("input", x), At("outputGradient", g), At("weightGradient", dw), "endRow - firstRow", "endColumn - firstColumn");
    }

    /// <summary>Renders the first input row, and the one after the last, that a kernel row moves inside the output.</summary>
    private void RenderRange(string first, string end, string tap, int stride, int padding, int inputs, int outputs)
    {
        // 0 <= stride * i + tap - padding < outputs, solved for i. A negative quotient is rounded to zero, which is below no bound.
        writer.Line($"int {first} = Math.Max(0, {Ratio(padding + stride - 1)});");
        writer.Line($"int {end} = Math.Min({inputs}, {Ratio(outputs + padding + stride - 1)});");

        string Ratio(int sum)
        {
            string difference = tap == "0" ? $"{sum}" : $"{sum} - {tap}";
            return stride == 1 ? difference : tap == "0" ? $"{sum / stride}" : $"({difference}) / {stride}";
        }
    }

    private void RenderProducts()
    {
        Blocks channels = stage.Schedule.WeightChannels;
        writer.Summary("Adds the products of a kernel position over the given rows and columns of the input.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            "private static void AddProducts(ref float input, ref float outputGradient, ref float weightGradient, int rows, int columns)"))
        {
            string some = Phrases.Count(channels.Size, "channel");
            using (writer.LoopBeforeRest(channels.Count, channels.Last > 0, $"{some} at a time.", $"The first {some}.", "tile"))
            {
                RenderChannels(channels.Size, channels.Count == 1 ? "0" : channels.Size == 1 ? "tile" : $"tile * {channels.Size}");
            }

            if (channels.Last > 0)
            {
                using (writer.Scope($"{Phrases.Some("The last", channels.Last, "channel")}."))
                {
                    RenderChannels(channels.Last, $"{channels.Count * channels.Size}");
                }
            }
        }
    }

    private void RenderChannels(int channels, string channel)
    {
        Blocks vectors = stage.Schedule.WeightVectors;
        int lanes = vectors.Size * _simd.Lanes;
        using (writer.LoopBeforeRest(vectors.Count, vectors.Last > 0, $"{lanes} filters at a time.", $"The first {lanes} filters.", "block"))
        {
            RenderTile(channels, channel, vectors.Size, vectors.Count == 1 ? "0" : $"block * {lanes}", isLast: vectors.Last == 0);
        }

        if (vectors.Last > 0)
        {
            using (writer.Scope("The other filters."))
            {
                RenderTile(channels, channel, vectors.Last, $"{vectors.Count * lanes}", isLast: true);
            }
        }
    }

    private void RenderTile(int channels, string channel, int vectors, string filter, bool isLast)
    {
        (int Channel, int Vector)[] sums = Grid.Cells(channels, vectors);
        writer.Line($"ref float dw = {At("weightGradient", Offset.Join(Offset.Position((channel, "KernelChannel")), filter))};");
        foreach ((int, int) sum in sums)
        {
            writer.Line($"{_simd.Floats} {Sum(sum)} = {_simd.LoadFar("dw", Place(sum))};");
        }

        using (writer.Block("for (int row = 0; row < rows; row++)"))
        {
            writer.Line($"ref float x = {At("input", Offset.Join("row * InputRow", channel))};");
            writer.Line($"ref float g = {At("outputGradient", Offset.Join($"row * {Offset.Of(Conv.StrideY, "OutputRow")}", filter))};");
            using (writer.Block("for (int column = 0; column < columns; column++)"))
            {
                for (int vector = 0; vector < vectors; vector++)
                {
                    writer.Line($"{_simd.Floats} gradient_{vector} = {_simd.LoadFar("g", Offset.Sum((vector * _simd.Lanes, Offset.One)))};");
                }

                for (int c = 0; c < channels; c++)
                {
                    writer.Line($"{_simd.Floats} x_{c} = {_simd.Broadcast("x", c)};");
                    for (int vector = 0; vector < vectors; vector++)
                    {
                        writer.Line(_simd.Accumulate(Sum((c, vector)), $"x_{c}", $"gradient_{vector}"));
                    }
                }

                // The stride of a single column is not used, and may be larger than the output.
                if (Conv.Input.Width > 1)
                {
                    writer.Line(Advance("x", "InputPixel"));
                    writer.Line(Advance("g", Offset.Of(Conv.StrideX, "OutputPixel")));
                }
            }
        }

        writer.Line();
        foreach ((int Channel, int Vector) sum in sums)
        {
            string stored = isLast && sum.Vector == vectors - 1 ? _simd.KeepChannels(Sum(sum), Conv.Output.Channels) : Sum(sum);
            writer.Line(StoreFar(stored, "dw", Place(sum)));
        }
    }

    private string Place((int Channel, int Vector) sum) =>
        Offset.Sum((sum.Channel, "KernelChannel"), (sum.Vector * _simd.Lanes, Offset.One));

    private static string Sum((int Channel, int Vector) sum) => $"sum_c{sum.Channel}_v{sum.Vector}";

    private static string Position(string first, string tap, int stride, int padding) =>
        Offset.Join($"{first}{(stride == 1 ? "" : $" * {stride}")}", tap) + (padding == 0 ? "" : $" - {padding}");
}
