using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Backward;

/// <summary>
/// The dense gradient of a convolution's input: <c>dx[c, i, j] = sum over f, u, v of g[f, i - u, j - v] * w[f, c, u, v]</c> (with
/// u and v times the dilation in the indices of g), read as a convolution of the output gradient with the mirrored kernel. In
/// generated names p is a pixel of the tile in registers and c the first channel of a vector.
/// </summary>
internal sealed class MirroredConvRenderer(KernelWriter writer, ConvStage stage, InputGradientDense schedule)
{
    private readonly VectorText _simd = writer.Simd;
    private readonly int _kernelRows = stage.Conv.KernelHeight;
    private readonly int _kernelColumns = stage.Conv.KernelWidth;
    private readonly int _filters = stage.Output.Shape.Channels;

    /// <summary>The distances that its methods mention, beside those of every backward pass.</summary>
    public static IEnumerable<(string Name, int Value, string Meaning)> Distances(InputGradientDense schedule) =>
        KernelFile.Distances("Bordered", schedule.Bordered)
            .Select(distance => (distance.Name, distance.Value, distance.Meaning.Replace("bordered", "bordered gradient")));

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
                    "Mirror", At("weights", first), At("mirrored", schedule.WeightsFrom(first)), $"{block.Channels}");
            }

            writer.Line();
            using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
            {
                writer.Line("CopyInsideBorder(ref Unsafe.Add(ref outputGradient, sample * OutputSample), ref bordered);");
                writer.Line("ref float dx = ref Unsafe.Add(ref inputGradient, sample * InputSample + InputOrigin);");
                foreach ((MirroredConvBlock block, int first) in Calls())
                {
                    writer.Call(
                        $"Channels{block.Channels}",
                        At("bordered", schedule.FirstRow * schedule.Bordered.RowStride
                            + schedule.FirstColumn * schedule.Bordered.PixelStride),
                        At("mirrored", schedule.WeightsFrom(first)),
                        At("dx", first));
                }
            }
        }
    }

    private IEnumerable<(MirroredConvBlock Block, int First)> Calls() =>
        from block in schedule.Blocks
        from first in block.FirstChannels
        select (block, first);

    private void RenderMirror()
    {
        int rowStride = stage.Kernel.Outer.WeightStride;
        int lastTap = (_kernelRows - 1) * rowStride + (_kernelColumns - 1) * stage.Kernel.Middle.WeightStride;
        writer.Summary("The weights of some channels, last row and column first, as [row][column][filter][channel].");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void Mirror(ref float weights, ref float mirrored, int channels)"))
        {
            writer.Line("ref float to = ref mirrored;");
            using (writer.Loop("Every kernel row.", $"for (int row = 0; row < {_kernelRows}; row++)"))
            using (writer.Loop("Every kernel column.", $"for (int column = 0; column < {_kernelColumns}; column++)"))
            {
                writer.Line($"ref float from = ref Unsafe.Add(ref weights, {lastTap} - row * {rowStride} - column * InputPixel);");
                using (writer.Loop("Every filter.", $"for (int filter = 0; filter < {_filters}; filter++)"))
                {
                    using (writer.Loop(_simd.AtATime("channels"), $"for (int channel = 0; channel < channels; channel += {_simd.Lanes})"))
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

    private void RenderBorder()
    {
        ActivationLayout output = stage.Output;
        writer.Summary("The output gradient of one sample, with zeros around.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block("private static void CopyInsideBorder(ref float outputGradient, ref float bordered)"))
        using (writer.Loop("Every row.", $"for (int row = 0; row < {output.Shape.Height}; row++)"))
        {
            writer.Line("ref float from = ref Unsafe.Add(ref outputGradient, OutputOrigin + row * OutputRow);");
            writer.Line("ref float to = ref Unsafe.Add(ref bordered, BorderedOrigin + row * BorderedRow);");
            using (writer.Loop(_simd.AtATime("values"),
                $"for (int i = 0; i < {output.Shape.Width} * OutputPixel; i += {_simd.Lanes})"))
            {
                writer.Line(Store(_simd.Load("from", "i"), "to", "i"));
            }
        }
    }

    private void RenderBlock(MirroredConvBlock block)
    {
        writer.Summary($"dx for {block.Channels} channels of one sample.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block(
            $"private static void Channels{block.Channels}(ref float bordered, ref float weights, ref float inputGradient)"))
        using (writer.Loop("Every row of pixels.", $"for (int row = 0; row < {stage.Input.Shape.Height}; row++)"))
        {
            bool leavesRest = block.LastTilePixels > 0;
            writer.Line("ref float g = ref Unsafe.Add(ref bordered, row * BorderedRow);");
            writer.Line("ref float dx = ref Unsafe.Add(ref inputGradient, row * InputRow);");
            string tile = Phrases.Count(block.TilePixels, "pixel");
            using (writer.LoopBeforeRest(block.FullTiles, leavesRest, $"Every {tile}.", $"The first {tile}.", "tile"))
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
                using (writer.Scope($"{Phrases.Some("The last", block.LastTilePixels, "pixel")}."))
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
        using (writer.Loop("Every row of the mirrored kernel.",
            $"for (int kernelRow = 0; kernelRow < {_kernelRows}; kernelRow++)"))
        {
            string row = stage.Conv.DilationY == 1 ? "BorderedRow" : $"{stage.Conv.DilationY} * BorderedRow";
            writer.Line($"ref float g_tap = ref Unsafe.Add(ref g, kernelRow * {row});");
            using (writer.Loop("Every column.", $"for (int kernelColumn = 0; kernelColumn < {_kernelColumns}; kernelColumn++)"))
            {
                RenderFilters(block, pixels);
                if (_filters < stage.Conv.DilationX * schedule.Bordered.PixelStride)
                {
                    string pixel = stage.Conv.DilationX == 1 ? "BorderedPixel" : $"{stage.Conv.DilationX} * BorderedPixel";
                    writer.Line();
                    writer.Line(Advance("g_tap", $"{pixel} - {_filters}"));
                }
            }
        }

        writer.Line();
        foreach ((int p, int c) in sums)
        {
            writer.Line(Store($"sum_p{p}_c{c}", "dx", p * stage.Input.PixelStride + c));
        }
    }

    /// <summary>The sum over the filters at one kernel position, a few of them written out.</summary>
    private void RenderFilters(MirroredConvBlock block, int pixels)
    {
        string every = $"{Phrases.Some("Every", block.Unroll, "filter")}{(block.Unroll > 1 ? ", written out" : "")}.";
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
            writer.Line(Advance("g_tap", block.Unroll));
            writer.Line(Advance("w", block.Unroll * block.Channels));
        }
    }

    private void RenderFilter(MirroredConvBlock block, int pixels, int f)
    {
        for (int c = 0; c < block.Channels; c += _simd.Lanes)
        {
            writer.Line($"{_simd.Floats} w_c{c} = {_simd.Load("w", f * block.Channels + c)};");
        }

        for (int p = 0; p < pixels; p++)
        {
            writer.Line($"{_simd.Floats} g_p{p} = {_simd.Broadcast("g_tap", p * schedule.Bordered.PixelStride + f)};");
            for (int c = 0; c < block.Channels; c += _simd.Lanes)
            {
                writer.Line(_simd.Accumulate($"sum_p{p}_c{c}", $"g_p{p}", $"w_c{c}"));
            }
        }
    }
}
