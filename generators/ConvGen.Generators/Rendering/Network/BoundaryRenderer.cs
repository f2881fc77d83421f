using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Network;

/// <summary>
/// Renders the copies between the caller's order <c>[channel][row][column]</c> and the layouts of the kernels: of the input, of an
/// output that is an image, and of the gradients of both.
/// </summary>
internal static class BoundaryRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan)
    {
        if (plan.Prediction.CopiesInput || Trains(plan))
        {
            yield return RenderFile(plan, "Input", "InputLayout", plan.Input, plan.Input.Shape.Length, isInput: true);
        }

        foreach (OutputPlan output in plan.Outputs.Where(output => output.IsReordered))
        {
            yield return RenderFile(
                plan, output.Name, output.KernelClass, output.Layout, output.Vector.SampleStride, isInput: false);
        }
    }

    private static bool Trains(NetworkPlan plan) => plan.Training is not null;

    private static GeneratedFile RenderFile(
        NetworkPlan plan, string name, string className, ActivationLayout layout, int callerStride, bool isInput) => KernelFile.RenderClass(
        plan,
        name,
        isInput
            ? "The input: from the caller's order to that of the first layer, and its gradient back"
            : "The output: from the last layer's order to the caller's, and its gradient back",
        [
            ("caller", $"{layout.Shape} as [channel][row][column]" + (callerStride == layout.Shape.Length ? "" : $", padded to {callerStride}")),
            ("layer", layout.Describe()),
        ],
        className,
        [
            .. KernelFile.Distances("Layer", layout),
            ("CallerSample", callerStride, "Floats from one sample of the caller to the next."),
        ],
        writer =>
        {
            if (isInput)
            {
                writer.Summary("Copies the caller's samples; what pads them in memory is never written, and stays zero.");
                RenderCopy(writer, "Load", layout, toCaller: false, clears: false);
                if (Trains(plan))
                {
                    writer.Line();
                    writer.Summary("Copies the gradients of samples to the caller.");
                    RenderCopy(writer, "StoreGradient", layout, toCaller: true, clears: false);
                }
            }
            else
            {
                writer.Summary("Copies the outputs of samples into the caller's order.");
                RenderCopy(writer, "Store", layout, toCaller: true, clears: false);
                if (Trains(plan))
                {
                    writer.Line();
                    writer.Summary("Copies the gradients of samples into the layer's order.");
                    RenderCopy(writer, "LoadGradient", layout, toCaller: false, clears: true);
                }
            }
        });

    private static void RenderCopy(KernelWriter writer, string method, ActivationLayout layout, bool toCaller, bool clears)
    {
        VectorText simd = writer.Simd;
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"public static void {method}(ref float from, ref float to, int samples)"))
        using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
        {
            string layer = toCaller ? "from" : "to";
            string caller = toCaller ? "to" : "from";
            if (clears)
            {
                using (writer.Loop("The padding becomes zero.", $"for (int i = 0; i < LayerSample; i += {simd.Lanes})"))
                {
                    writer.Line(Store(simd.Zero, layer, "sample * LayerSample + i"));
                }

                writer.Line();
            }

            writer.Line($"ref float caller = ref Unsafe.Add(ref {caller}, sample * CallerSample);");
            bool isContiguous = !layout.HasBorder && (layout.IsPlanar || layout.Shape.Channels == layout.Shape.Length);
            if (isContiguous)
            {
                writer.Line($"ref float layer = ref Unsafe.Add(ref {layer}, sample * LayerSample);");
                RenderRow(writer, layout.Shape.Length, 1, toCaller);
                return;
            }

            writer.Comment("The caller's values follow one another; in the layer each row is found by its address.");
            using (writer.LoopUnlessOnce(layout.Shape.Channels, null, "channel"))
            using (writer.LoopUnlessOnce(layout.Shape.Height, null, "row"))
            {
                string channel = layout.Shape.Channels == 1 ? "" : " + channel * LayerChannel";
                string row = layout.Shape.Height == 1 ? "" : " + row * LayerRow";
                string origin = layout.Origin == 0 ? "" : " + LayerOrigin";
                writer.Line($"ref float layer = ref Unsafe.Add(ref {layer}, sample * LayerSample{origin}{channel}{row});");
                RenderRow(writer, layout.Shape.Width, layout.PixelStride, toCaller);
                writer.Line(Advance("caller", layout.Shape.Width));
            }
        }
    }

    private static void RenderRow(KernelWriter writer, int length, int pixelStride, bool toCaller)
    {
        (string to, string from) = toCaller ? ("caller", "layer") : ("layer", "caller");
        if (pixelStride == 1)
        {
            RenderNeighbours(writer, to, from, length);
            return;
        }

        (string toIndex, string fromIndex) = toCaller ? ("i", "i * LayerPixel") : ("i * LayerPixel", "i");
        RenderValues(writer, null, to, toIndex, from, fromIndex, 0, length);
    }

    /// <summary>Renders a copy of values that are contiguous in both places.</summary>
    public static void RenderNeighbours(KernelWriter writer, string to, string from, int length)
    {
        VectorText simd = writer.Simd;
        int whole = length / simd.Lanes * simd.Lanes;
        if (whole == simd.Lanes)
        {
            writer.Comment(whole < length ? $"The first {simd.LanesInWords} values." : $"All {simd.LanesInWords} values at once.");
            writer.Line(Store(simd.Load(from), to));
            if (whole < length)
            {
                writer.Line();
            }
        }
        else if (whole > 0)
        {
            using (writer.Loop(simd.AtATime("values"), $"for (int i = 0; i < {whole}; i += {simd.Lanes})"))
            {
                writer.Line(Store(simd.Load(from, "i"), to, "i"));
            }
        }

        if (whole < length)
        {
            RenderValues(writer, whole == 0 ? null : "The values that remain.", to, "i", from, "i", whole, length);
        }
    }

    /// <summary>Renders a copy of values, one by one.</summary>
    public static void RenderValues(
        KernelWriter writer, string? comment, string to, string toIndex, string from, string fromIndex, int start, int end)
    {
        string header = $"for (int i = {start}; i < {end}; i++)";
        using (comment is null ? writer.Block(header) : writer.Loop(comment, header))
        {
            writer.Line($"Unsafe.Add(ref {to}, {toIndex}) = Unsafe.Add(ref {from}, {fromIndex});");
        }
    }
}
