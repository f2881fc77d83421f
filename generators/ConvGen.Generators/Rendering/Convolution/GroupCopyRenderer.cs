using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution;

/// <summary>
/// Renders the copies between the images of a stage, which contain the channels of all groups, and those of one group. References to the
/// stage's images point to the first channel of the group.
/// </summary>
internal sealed class GroupCopyRenderer(KernelWriter writer, GroupedConvStage stage)
{
    private readonly VectorText _simd = writer.Simd;
    private readonly ActivationLayout _groupInput = stage.Group.Input;
    private readonly ActivationLayout _groupOutput = stage.Group.Output;

    /// <summary>Returns the distances in an image of a group.</summary>
    public static IEnumerable<(string Name, int Value, string Meaning)> Distances(
        string what, ActivationLayout layout, string noun) =>
        KernelFile.Distances(what, layout)
            .Select(distance => (distance.Name, distance.Value, distance.Meaning.Replace(what.ToLowerInvariant(), noun)));

    /// <summary>Whether each pixel ends with padding, which no group writes.</summary>
    public static bool IsPadded(ActivationLayout layout) => !layout.IsPlanar && layout.PixelStride > layout.Shape.Channels;

    public void RenderForward()
    {
        if (IsPadded(stage.Output))
        {
            RenderClear("ClearOutputPadding", "output", "Output", stage.Output);
        }

        RenderCopy(
            "LoadInput", "The channels of one group, as an image of its own, whose padding stays zero.",
            ("input", "Input", stage.Input), ("groupInput", "GroupInput", _groupInput));
        RenderCopy(
            "StoreOutput", "What one group computed, as channels next to those of the other groups.",
            ("groupOutput", "GroupOutput", _groupOutput), ("output", "Output", stage.Output));
    }

    public void RenderBackward()
    {
        if (IsPadded(stage.Input))
        {
            RenderClear("ClearInputPadding", "inputGradient", "Input", stage.Input);
        }

        RenderCopy(
            "LoadGradient", "The gradient of what one group computed, as an image of its own.",
            ("outputGradient", "Output", stage.Output), ("groupOutputGradient", "GroupOutput", _groupOutput));
        RenderCopy(
            "StoreGradient", "The gradient of the input of one group, as channels next to those of the other groups.",
            ("groupInputGradient", "GroupInput", _groupInput), ("inputGradient", "Input", stage.Input));
    }

    private void RenderClear(string method, string values, string distances, ActivationLayout layout)
    {
        writer.Line();
        writer.Summary("The lanes without a channel become zero, and with them the channels that share their vector.");
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void {method}(ref float {values}, int samples)"))
        using (EverySample("Clears the last vector of every pixel of each sample."))
        using (Loop(layout.Shape.Height, "row"))
        {
            int last = layout.PixelStride - _simd.Lanes;
            RenderStart("pixel", values, distances, layout, channel: "");
            using (Loop(layout.Shape.Width, "column"))
            {
                writer.Line(StoreFar(_simd.Zero, "pixel", last == 0 ? "0" : $"{distances}Pixel - {_simd.Lanes}"));
                writer.Line(Advance("pixel", $"{distances}Pixel"));
            }
        }
    }

    private void RenderCopy(
        string method, string summary,
        (string Name, string Distances, ActivationLayout Layout) from, (string Name, string Distances, ActivationLayout Layout) to)
    {
        writer.Line();
        writer.Summary(summary);
        writer.Line(KernelFile.KernelAttribute);
        using (writer.Block($"private static void {method}(ref float {from.Name}, ref float {to.Name}, int samples)"))
        using (EverySample("Copies the rows of each sample."))
        {
            bool isByPlane = from.Layout.IsPlanar || to.Layout.IsPlanar;
            int channels = Math.Min(from.Layout.Shape.Channels, to.Layout.Shape.Channels);
            using (isByPlane ? Loop(channels, "channel") : null)
            using (Loop(from.Layout.Shape.Height, "row"))
            {
                string channel = isByPlane && channels > 1 ? "channel" : "";
                RenderStart("from", from.Name, from.Distances, from.Layout, channel);
                RenderStart("to", to.Name, to.Distances, to.Layout, channel);
                if (isByPlane)
                {
                    RenderRow(from.Distances, from.Layout, to.Distances, to.Layout);
                }
                else
                {
                    RenderPixels(from.Distances, to.Distances, from.Layout.Shape.Width, channels);
                }
            }
        }
    }

    /// <summary>Renders the copy of one channel of a row.</summary>
    private void RenderRow(string fromDistances, ActivationLayout from, string toDistances, ActivationLayout to)
    {
        int width = from.Shape.Width;
        if (from.PixelStride == 1 && to.PixelStride == 1)
        {
            BoundaryRenderer.RenderNeighbours(writer, "to", "from", width);
            return;
        }

        BoundaryRenderer.RenderValues(
            writer, "Every pixel.", "to", Index(toDistances, to), "from", Index(fromDistances, from), 0, width);
    }

    /// <summary>Renders the copy of all channels of the pixels of a row.</summary>
    private void RenderPixels(string fromDistances, string toDistances, int width, int channels)
    {
        using (Loop(width, "column"))
        {
            BoundaryRenderer.RenderNeighbours(writer, "to", "from", channels);
            writer.Line();
            writer.Line(Advance("from", $"{fromDistances}Pixel"));
            writer.Line(Advance("to", $"{toDistances}Pixel"));
        }
    }

    private IDisposable EverySample(string comment) =>
        writer.Loop(comment, "for (int sample = 0; sample < samples; sample++)");

    /// <summary>Opens a loop without a comment, because the one above the outer loop explains it; no loop for a single iteration.</summary>
    private IDisposable? Loop(int count, string variable) =>
        count == 1 ? null : writer.Block($"for (int {variable} = 0; {variable} < {count}; {variable}++)");

    /// <summary>Renders a reference to the start of a row.</summary>
    private void RenderStart(string name, string memory, string distances, ActivationLayout layout, string channel)
    {
        string origin = layout.Origin == 0 ? "" : $" + {distances}Origin";
        string plane = channel == "" ? "" : $" + {channel} * {distances}Channel";
        string row = layout.Shape.Height == 1 ? "" : $" + row * {distances}Row";
        writer.Call(
            $"ref float {name} = ref Unsafe.Add", $"ref {memory}", $"sample * {distances}Sample{origin}{plane}{row}");
    }

    private static string Index(string distances, ActivationLayout layout) =>
        layout.PixelStride == 1 ? "i" : $"i * {distances}Pixel";
}
