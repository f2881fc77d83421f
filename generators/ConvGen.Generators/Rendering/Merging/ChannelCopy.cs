using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Merging;

/// <summary>Renders the copy of some channels of a pixel, which may be fewer than whole vectors.</summary>
internal static class ChannelCopy
{
    /// <summary>Renders the copy: whole vectors, then single channels, then the padding.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="end">Target channels up to this one are padding, and become zero.</param>
    /// <param name="source">The reference to the first channel.</param>
    /// <param name="target">The reference to the first copy.</param>
    public static void Render(KernelWriter writer, int channels, int end, string source = "source", string target = "target")
    {
        VectorText simd = writer.Simd;
        int whole = channels / simd.Lanes * simd.Lanes;
        if (whole == simd.Lanes)
        {
            writer.Line(Store(simd.Load(source), target));
        }
        else if (whole > 0)
        {
            using (writer.Block($"for (int channel = 0; channel < {whole}; channel += {simd.Lanes})"))
            {
                writer.Line(Store(simd.Load(source, "channel"), target, "channel"));
            }
        }

        if (whole > 0 && whole < channels)
        {
            writer.Line();
        }

        RenderChannels(writer, null, whole, channels, target, $"Unsafe.Add(ref {source}, channel)");
        RenderPadding(writer, channels, end, target);
    }

    /// <summary>Renders zeros for the padding after some channels.</summary>
    public static void RenderPadding(KernelWriter writer, int channels, int end, string target)
    {
        if (channels < end)
        {
            writer.Line();
        }

        RenderChannels(writer, "The padding is zero.", channels, end, target, "0f");
    }

    private static void RenderChannels(KernelWriter writer, string? comment, int start, int end, string target, string value)
    {
        if (start == end)
        {
            return;
        }

        string header = $"for (int channel = {start}; channel < {end}; channel++)";
        using (comment is null ? writer.Block(header) : writer.Loop(comment, header))
        {
            writer.Line($"Unsafe.Add(ref {target}, channel) = {value};");
        }
    }
}
