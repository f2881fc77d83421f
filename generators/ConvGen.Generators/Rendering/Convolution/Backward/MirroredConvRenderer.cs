using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// Renders the dense input gradient of a convolution: <c>dx[c, i, j] = sum over f, u, v of g[f, i - u, j - v] * w[f, c, u, v]</c> (in the
/// indices of g, u and v are multiplied by the dilation). It is a convolution of the output gradient with the mirrored kernel. In generated
/// names p is a pixel of the tile in registers and c the first channel of a vector.
/// </summary>
internal sealed class MirroredConvRenderer(KernelWriter writer, ConvStage stage, InputGradientDense schedule)
{
    private readonly VectorText _simd = writer.Simd;
    private readonly int _kernelRows = stage.Conv.KernelHeight;
    private readonly int _kernelColumns = stage.Conv.KernelWidth;
    private readonly int _filters = stage.Output.Shape.Channels;

    /// <summary>Returns the distances that its methods use, in addition to those of every backward pass.</summary>
    public static IEnumerable<(string Name, int Value, string Meaning)> Distances(InputGradientDense schedule) =>
    [
        .. KernelFile.Distances("Bordered", schedule.Bordered)
            .Select(distance => (distance.Name, distance.Value, distance.Meaning.Replace("bordered", "bordered gradient"))),
        ("MirroredVector", schedule.WeightsFrom(schedule.Bordered.Target.Lanes),
            "Floats per vector of channels of the mirrored weights."),
    ];

    public void Render()
    {
        RenderRun();
        writer.Line();
        RenderMirror();
        writer.Line();
        RenderBorder();
        foreach (MirroredConvBlock block in schedule.Blocks)
        {
            writer.Line();
            RenderBlock(block);
        }
    }

    private void RenderRun()
    {
        string u = ConvFormula.Dilated(stage.Conv.DilationY, "u");
        string v = ConvFormula.Dilated(stage.Conv.DilationX, "v");
        writer.Summary($"dx[c, i, j] = sum over f, u, v of g[f, i - {u}, j - {v}] * w[f, c, u, v], for every sample.");
        using (writer.Block("private static void InputGradient(\n"
            + "    ref float weights, ref float outputGradient, ref float bordered, ref float mirrored,\n"
            + "    ref float inputGradient, int samples)"))
        {
            foreach ((MirroredConvBlock block, int first) in Calls())
            {
                writer.Call(
                    "Mirror", At("weights", Channel(first)), At("mirrored", MirroredChannel(first)),
                    $"{block.Channels}");
            }

            writer.Line();
            using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
            {
                writer.Line("CopyInsideBorder(ref Unsafe.Add(ref outputGradient, sample * OutputSample), ref bordered);");
                writer.Line("ref float dx = ref Unsafe.Add(ref inputGradient, sample * InputSample + InputOrigin);");
                foreach ((MirroredConvBlock block, int first) in Calls())
                {
                    writer.Call(
                        $"Channels{block.Channels}",
                        At(
                            "bordered", Offset.Sum((schedule.FirstRow, "BorderedRow"), (schedule.FirstColumn, "BorderedPixel"))),
                        At("mirrored", MirroredChannel(first)),
                        At("dx", Channel(first)));
                }
            }
        }
    }

    private string Channel(int channel) => Offset.Sum((channel / _simd.Lanes, BackwardDistances.Vector));

    private string MirroredChannel(int channel) => Offset.Sum((channel / _simd.Lanes, "MirroredVector"));

    private IEnumerable<(MirroredConvBlock Block, int First)> Calls() =>
        from block in schedule.Blocks
        from first in block.FirstChannels
        select (block, first);

    private void RenderMirror()
    {
        writer.Summary("The weights of some channels, last row and column first, as [row][column][filter][channel].");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Mirror(ref float weights, ref float mirrored, int channels)"))
        {
            writer.Line("ref float to = ref mirrored;");
            string[] position =
                [.. Position("kernelRow", _kernelRows, "KernelRow"), .. Position("kernelColumn", _kernelColumns, "KernelColumn")];
            using (Backwards(_kernelRows, "kernelRow"))
            using (Backwards(_kernelColumns, "kernelColumn"))
            {
                writer.Line($"ref float from = {At("weights", position.Length == 0 ? "0" : string.Join(" + ", position))};");
                using (writer.Block($"for (int filter = 0; filter < {_filters}; filter++)"))
                {
                    using (writer.Block($"for (int channel = 0; channel < channels; channel += {_simd.Lanes})"))
                    {
                        writer.Line(Store(_simd.Load("from", "channel"), "to", "channel"));
                    }

                    writer.Line();
                    writer.Line(Advance("from", "FilterWeights"));
                    writer.Line(Advance("to", "channels"));
                }
            }
        }
    }

    private static string[] Position(string variable, int count, string distance) =>
        count == 1 ? [] : [$"{variable} * {distance}"];

    private IDisposable? Backwards(int count, string variable) =>
        count == 1 ? null : writer.Block($"for (int {variable} = {count - 1}; {variable} >= 0; {variable}--)");

    private void RenderBorder()
    {
        ActivationLayout output = stage.Output;
        writer.Summary("The output gradient of one sample, with zeros around.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void CopyInsideBorder(ref float outputGradient, ref float bordered)"))
        using (writer.Block($"for (int row = 0; row < {output.Shape.Height}; row++)"))
        {
            writer.Line("ref float from = ref Unsafe.Add(ref outputGradient, OutputOrigin + row * OutputRow);");
            writer.Line("ref float to = ref Unsafe.Add(ref bordered, BorderedOrigin + row * BorderedRow);");
            using (writer.Block($"for (int at = 0; at < {output.Shape.Width} * OutputPixel; at += {_simd.Lanes})"))
            {
                writer.Line(Store(_simd.Load("from", "at"), "to", "at"));
            }
        }
    }

    private void RenderBlock(MirroredConvBlock block)
    {
        int sums = block.TilePixels * block.Vectors;
        writer.Summary($"dx for {block.Channels} channels of one sample. "
            + $"{Phrases.Count(block.TilePixels, "pixel")} x {Phrases.Count(block.Vectors, "vector")} of channels = "
            + $"{Phrases.Count(sums, "sum")} in registers, beside {Phrases.Count(block.Vectors, "vector")} of weights and one gradient.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            $"private static void Channels{block.Channels}(ref float bordered, ref float weights, ref float inputGradient)"))
        using (writer.Block($"for (int row = 0; row < {stage.Input.Shape.Height}; row++)"))
        {
            bool leavesRest = block.LastTilePixels > 0;
            writer.Line("ref float g = ref Unsafe.Add(ref bordered, row * BorderedRow);");
            writer.Line("ref float dx = ref Unsafe.Add(ref inputGradient, row * InputRow);");
            string tile = Phrases.Count(block.TilePixels, "pixel");
            using (writer.LoopBeforeRest(
                block.FullTiles, leavesRest, $"{tile} of the row at a time.", $"The first {tile} of the row.", "tileColumn"))
            {
                RenderTile(block, block.TilePixels);
                if (block.FullTiles > 1 || leavesRest)
                {
                    writer.Line();
                    writer.Line(Advance("g", $"{block.TilePixels} * BorderedPixel"));
                    writer.Line(Advance("dx", $"{block.TilePixels} * InputPixel"));
                }
            }

            if (leavesRest)
            {
                writer.Line();
                using (writer.Scope($"{Phrases.Some("The last", block.LastTilePixels, "pixel")} of the row."))
                {
                    RenderTile(block, block.LastTilePixels);
                }
            }
        }
    }

    private void RenderTile(MirroredConvBlock block, int pixels)
    {
        (int Pixel, int Channel)[] sums =
            [.. Grid.Cells(pixels, block.Vectors).Select(cell => (cell.Row, cell.Column * _simd.Lanes))];
        foreach ((int p, int c) in sums)
        {
            writer.Line($"{_simd.Floats} sum_p{p}_c{c} = {_simd.Zero};");
        }

        writer.Line("ref float w = ref weights;");
        string row = $"kernelRow * {Offset.Of(stage.Conv.DilationY, "BorderedRow")}";
        using (writer.LoopUnlessOnce(
            _kernelRows, "Kernel position by kernel position: the gradients of the outputs that met the pixels there.", "kernelRow"))
        {
            writer.Line($"ref float below = {At("g", _kernelRows == 1 ? "0" : row)};");
            using (_kernelColumns == 1 ? null
                : writer.Block($"for (int kernelColumn = 0; kernelColumn < {_kernelColumns}; kernelColumn++)"))
            {
                RenderFilters(block, pixels);
                if (_kernelColumns > 1 && _filters < stage.Conv.DilationX * schedule.Bordered.PixelStride)
                {
                    writer.Line();
                    writer.Line(Advance("below", $"{Offset.Of(stage.Conv.DilationX, "BorderedPixel")} - FilterCount"));
                }
            }
        }

        writer.Line();
        foreach ((int p, int c) in sums)
        {
            writer.Line(StoreFar($"sum_p{p}_c{c}", "dx", Offset.Sum((p, "InputPixel"), (c / _simd.Lanes, BackwardDistances.Vector))));
        }
    }

    /// <summary>Renders the sum over the filters at one kernel position, partly unrolled.</summary>
    private void RenderFilters(MirroredConvBlock block, int pixels)
    {
        string every = block.Unroll == 1
            ? "Each filter adds its gradient below every pixel times its weights."
            : $"{block.Unroll} filters at a time, written out: each adds its gradient below every pixel times its weights.";
        string step = block.Unroll == 1 ? "filter++" : $"filter += {block.Unroll}";
        using (writer.Loop(every, $"for (int filter = 0; filter < {_filters}; {step})"))
        {
            for (int f = 0; f < block.Unroll; f++)
            {
                using (block.Unroll > 1 ? writer.Scope($"Filter {f} of these {block.Unroll}.") : null)
                {
                    RenderFilter(block, pixels, f);
                }
            }

            writer.Line();
            writer.Line(Advance("below", block.Unroll));
            writer.Line(Advance("w", Weights(block, block.Unroll, 0)));
        }
    }

    private void RenderFilter(MirroredConvBlock block, int pixels, int f)
    {
        for (int c = 0; c < block.Channels; c += _simd.Lanes)
        {
            writer.Line($"{_simd.Floats} w_c{c} = {_simd.LoadFar("w", Weights(block, f, c))};");
        }

        for (int p = 0; p < pixels; p++)
        {
            writer.Line($"{_simd.Floats} g_p{p} = {_simd.Create(Gradient(p, f))};");
            for (int c = 0; c < block.Channels; c += _simd.Lanes)
            {
                writer.Line(_simd.Accumulate($"sum_p{p}_c{c}", $"g_p{p}", $"w_c{c}"));
            }
        }
    }

    /// <summary>Returns the offset of a filter's weights: each filter has one float for every channel of the block.</summary>
    private string Weights(MirroredConvBlock block, int filter, int channel) =>
        Offset.Sum((filter * block.Vectors + channel / _simd.Lanes, BackwardDistances.Vector));

    /// <summary>Returns the gradient of a filter that is multiplied with its weights for a pixel of the tile.</summary>
    private static string Gradient(int pixel, int filter)
    {
        string[] terms =
        [
            .. pixel == 0 ? Array.Empty<string>() : [Offset.Of(pixel, "BorderedPixel")],
            .. filter == 0 ? Array.Empty<string>() : [$"{filter}"],
        ];
        return terms.Length == 0 ? "below" : $"Unsafe.Add(ref below, {string.Join(" + ", terms)})";
    }
}
