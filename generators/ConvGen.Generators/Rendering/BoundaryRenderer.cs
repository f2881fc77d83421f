using ConvGen.Generators.Planning;

namespace ConvGen.Generators.Rendering;

/// <summary>
/// The edges of the network, where the caller's <c>[channel][row][column]</c> meets the layout that the kernels read: the copy of
/// the input and of its gradient, and the reordering of an output that is an image.
/// </summary>
internal static class BoundaryRenderer
{
    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan)
    {
        bool trains = plan.Network.Loss is not null;
        if (plan.CopiesInputToPredict || plan.CopiesInputToTrain || trains)
        {
            yield return RenderFile(plan, "Input", plan.Input, plan.Input.Shape.Length, trains, isInput: true);
        }

        if (plan.ReordersOutput)
        {
            yield return RenderFile(plan, "Output", plan.Output, plan.Logits.SampleStride, trains, isInput: false);
        }
    }

    private static GeneratedFile RenderFile(
        NetworkPlan plan, string name, ActivationLayout layout, int flatStride, bool trains, bool isInput) => KernelFile.RenderClass(
        plan,
        name,
        isInput
            ? "The input: from the caller's order to that of the first layer, and its gradient back"
            : "The output: from the last layer's order to the caller's, and its gradient back",
        [("caller", $"{layout.Shape} as [channel][row][column]"), ("layer", layout.Describe())],
        $"{name}Layout",
        [.. KernelFile.Distances("Layer", layout), ("CallerSample", flatStride, "Floats from one sample of the caller to the next.")],
        writer =>
        {
            if (isInput)
            {
                RenderCopy(writer, "Load", "Copies samples; whatever pads them in memory stays zero.", layout, flatStride, toFlat: false, clears: false);
                if (trains)
                {
                    writer.Line();
                    RenderCopy(writer, "StoreGradient", "Copies the gradients of samples.", layout, flatStride, toFlat: true, clears: false);
                }
            }
            else
            {
                RenderCopy(writer, "Store", "Copies samples.", layout, flatStride, toFlat: true, clears: false);
                if (trains)
                {
                    writer.Line();
                    RenderCopy(writer, "LoadGradient", "Copies the gradients of samples; the padding becomes zero.", layout, flatStride, toFlat: false, clears: true);
                }
            }
        });

    private static void RenderCopy(
        SourceWriter writer, string method, string summary, ActivationLayout layout, int flatStride, bool toFlat, bool clears)
    {
        writer.Summary(summary);
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block($"public static void {method}(ref float from, ref float to, int samples)"))
        using (writer.Loop("Every sample.", "for (int sample = 0; sample < samples; sample++)"))
        {
            string layered = toFlat ? "from" : "to";
            string flat = toFlat ? "to" : "from";
            if (clears)
            {
                using (writer.Loop("What is not written below is padding.", "for (int i = 0; i < LayerSample; i += 8)"))
                {
                    writer.Line($"{VectorText.Zero}.StoreUnsafe(ref Unsafe.Add(ref {layered}, sample * LayerSample + i));");
                }

                writer.Line();
            }

            writer.Line($"ref float values = ref Unsafe.Add(ref {flat}, sample * CallerSample);");
            int rowLength = layout.Shape.Width;
            bool isContiguous = !layout.HasBorder && (layout.IsPlanar || layout.Shape.Channels == layout.Shape.Length);
            if (isContiguous)
            {
                writer.Line($"ref float row = ref Unsafe.Add(ref {layered}, sample * LayerSample);");
                RenderRow(writer, layout.Shape.Length, 1, toFlat);
                return;
            }

            using (writer.LoopUnlessOnce(layout.Shape.Channels, "Every channel.", "channel"))
            using (writer.LoopUnlessOnce(layout.Shape.Height, "Every row.", "y"))
            {
                string channel = layout.Shape.Channels == 1 ? "" : " + channel * LayerChannel";
                string y = layout.Shape.Height == 1 ? "" : " + y * LayerRow";
                string origin = layout.Origin == 0 ? "" : " + LayerOrigin";
                writer.Line($"ref float row = ref Unsafe.Add(ref {layered}, sample * LayerSample{origin}{channel}{y});");
                RenderRow(writer, rowLength, layout.PixelStride, toFlat);
                writer.Line($"values = ref Unsafe.Add(ref values, {rowLength});");
            }
        }
    }

    private static void RenderRow(SourceWriter writer, int length, int pixelStride, bool toFlat)
    {
        int whole = pixelStride == 1 ? length / VectorSize.Lanes * VectorSize.Lanes : 0;
        string to = toFlat ? "values" : "row";
        string from = toFlat ? "row" : "values";
        if (whole > 0)
        {
            using (writer.Loop("Eight values at a time.", $"for (int i = 0; i < {whole}; i += 8)"))
            {
                writer.Line($"Vector256.LoadUnsafe(ref Unsafe.Add(ref {from}, i)).StoreUnsafe(ref Unsafe.Add(ref {to}, i));");
            }
        }

        if (whole < length)
        {
            string index = pixelStride == 1 ? "i" : "i * LayerPixel";
            (string toIndex, string fromIndex) = toFlat ? ("i", index) : (index, "i");
            using (writer.Loop(whole == 0 ? "Every value." : "The values that are left.", $"for (int i = {whole}; i < {length}; i++)"))
            {
                writer.Line($"Unsafe.Add(ref {to}, {toIndex}) = Unsafe.Add(ref {from}, {fromIndex});");
            }
        }
    }
}
