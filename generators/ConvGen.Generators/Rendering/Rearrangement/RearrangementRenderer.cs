using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Rearrangement;

/// <summary>
/// Renders the layers that move values, forward and backward. Both passes visit the same pixels in the same order: the forward pass copies
/// from the input to the output, and the backward pass from the gradient of the output to that of the input.
/// </summary>
internal static class RearrangementRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, RearrangementStage stage)
    {
        if (stage.Layer is ShapedUpsample { Mode: not UpsampleMode.Nearest } upsample)
        {
            return BilinearRenderer.Render(plan, stage, upsample);
        }

        PixelMap map = MapOf(stage);
        return plan.Training is null
            ? [RenderForward(plan, stage, map)]
            : [RenderForward(plan, stage, map), RenderBackward(plan, stage, map)];
    }

    private static PixelMap MapOf(RearrangementStage stage) => stage.Layer switch
    {
        ShapedSlice slice => new SliceMap(stage, slice),
        ShapedChannelShuffle shuffle => new ChannelShuffleMap(stage, shuffle),
        ShapedPixelShuffle shuffle => new PixelShuffleMap(stage, shuffle),
        ShapedPad { Mode: PadMode.Zeros } pad => new ZeroPadMap(stage, pad),
        ShapedPad pad => new CopyPadMap(stage, pad),
        ShapedUpsample upsample => new NearestMap(stage, upsample),
        _ => throw Unreachable.Kind(stage.Layer),
    };

    private static GeneratedFile RenderForward(NetworkPlan plan, RearrangementStage stage, PixelMap map) => RenderClass(
        plan, stage, map, "Forward", $"forward pass: {map.Formula}", writer =>
        {
            writer.Summary($"{map.Formula}.");
            writer.Line(KernelFile.KernelAttribute);
            writer.Signature("public static void Run", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
            using (writer.Braces())
            {
                RenderZeros(writer, map.ZerosInOutput, "output", "OutputSample");
                RenderPixels(writer, stage, map, isForward: true);
            }
        });

    private static GeneratedFile RenderBackward(NetworkPlan plan, RearrangementStage stage, PixelMap map) => RenderClass(
        plan, stage, map, "Backward", $"backward pass: {map.BackwardFormula}", writer =>
        {
            writer.Summary($"{map.BackwardFormula}; unless the reference of the input's gradient is null.");
            writer.Line(KernelFile.KernelAttribute);
            writer.Signature("public static void Run", OperandText.Parameters(stage.BackwardCall()));
            using (writer.Braces())
            {
                RenderReturn(writer);
                RenderZeros(writer, map.ZerosInGradient, "inputGradient", "InputSample");
                RenderPixels(writer, stage, map, isForward: false);
            }
        });

    private static GeneratedFile RenderClass(
        NetworkPlan plan, RearrangementStage stage, PixelMap map, string part, string title, Action<KernelWriter> methods) =>
        KernelFile.RenderClass(
            plan,
            stage,
            part,
            $"{stage.Name}, {title}",
            [("input", stage.Input.Describe()), ("output", stage.Output.Describe()), ("schedule", map.Schedule)],
            [.. KernelFile.Distances(stage), .. map.Constants],
            methods);

    /// <summary>Renders the end of a backward kernel if the caller does not request the gradient of the input.</summary>
    public static void RenderReturn(KernelWriter writer)
    {
        using (writer.Block("if (Unsafe.IsNullRef(ref inputGradient))"))
        {
            writer.Line("return;");
        }

        writer.Line();
    }

    /// <summary>Renders a loop that sets a buffer to zero, if there is a reason.</summary>
    public static void RenderZeros(KernelWriter writer, string? reason, string memory, string sample)
    {
        if (reason is null)
        {
            return;
        }

        using (writer.Loop(reason, $"for (int i = 0; i < samples * {sample}; i += {writer.Simd.Lanes})"))
        {
            writer.Line(Store(writer.Simd.Zero, memory, "i"));
        }

        writer.Line();
    }

    /// <summary>Renders the loops over the samples and over the pixels of the map.</summary>
    private static void RenderPixels(KernelWriter writer, RearrangementStage stage, PixelMap map, bool isForward)
    {
        (string input, string output, string x, string y) =
            isForward ? ("input", "output", "x", "y") : ("inputGradient", "outputGradient", "dx", "dy");
        (int rows, int columns) = (map.Visited.Height, map.Visited.Width);

        // The input moves along with the output, unless its column is computed for each pixel.
        bool moves = map.InputColumn == "column";
        using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
        using (writer.LoopUnlessOnce(rows, null, "row"))
        {
            string start = Start("Input", stage.Input, rows == 1 ? "0" : map.InputRow);
            writer.Line(moves
                ? $"ref float {x} = {At(input, Offset.Join(start, map.InputOffset))};"
                : $"ref float {x}Row = {At(input, start)};");
            writer.Line($"ref float {y} = {At(output, Offset.Join(Start("Output", stage.Output, rows == 1 ? "0" : "row"), map.OutputOffset))};");
            using (writer.LoopUnlessOnce(columns, null, "column"))
            {
                if (!moves)
                {
                    string place = Offset.Join(Offset.Position((columns == 1 ? "0" : map.InputColumn, "InputPixel")), map.InputOffset);
                    writer.Line($"ref float {x} = {At($"{x}Row", place)};");
                }

                map.RenderChannels(writer, isForward ? x : y, isForward ? y : x, isForward);
                if (columns > 1)
                {
                    writer.Line();
                    if (moves)
                    {
                        writer.Line(Advance(x, "InputPixel"));
                    }

                    writer.Line(Advance(y, "OutputPixel"));
                }
            }
        }
    }

    /// <summary>The offset of a row of an image.</summary>
    public static string Start(string distances, ActivationLayout layout, string row) => Offset.Join(
        $"sample * {distances}Sample",
        layout.Origin == 0 ? "" : $"{distances}Origin",
        Offset.Position((row, $"{distances}Row")));
}
