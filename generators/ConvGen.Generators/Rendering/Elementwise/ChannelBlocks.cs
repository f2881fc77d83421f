using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>Renders loops that run over all samples and pixels for one block of channels after another, so that what belongs to the channels
/// stays in registers.</summary>
internal sealed class ChannelBlocks(KernelWriter writer, Shape shape)
{
    /// <summary>Renders blocks that cover the channels.</summary>
    /// <param name="block">The number of vectors in a block; the last one may have fewer.</param>
    /// <param name="renderBlock">Renders a block, given its number of vectors, and the expression of its first channel.</param>
    public void Render(int block, Action<int, string> renderBlock) =>
        Render(block, splitsLast: false, (vectors, channel, _) => renderBlock(vectors, channel));

    /// <summary>Renders blocks that cover the channels.</summary>
    /// <param name="block">The number of vectors in a block; the last one may have fewer.</param>
    /// <param name="splitsLast">Whether the last block is never part of a loop over blocks, because its code differs.</param>
    /// <param name="renderBlock">Renders a block, given its number of vectors, the expression of its first channel, and whether it
    /// is the last one.</param>
    public void Render(int block, bool splitsLast, Action<int, string, bool> renderBlock)
    {
        int vectors = writer.Simd.Vectors(shape.Channels);
        int blocks = vectors / block;
        int rest = vectors % block;
        int channels = block * writer.Simd.Lanes;
        if (vectors == block)
        {
            renderBlock(block, "0", true);
            return;
        }

        if (splitsLast && rest == 0)
        {
            (blocks, rest) = (blocks - 1, block);
        }

        if (blocks == 1)
        {
            using (writer.Scope($"{Phrases.Some("The first", block, "vector")} of channels."))
            {
                renderBlock(block, "0", rest == 0);
            }
        }
        else
        {
            using (writer.Loop(
                $"{Phrases.Count(block, "vector")} of channels at a time.",
                $"for (int channel = 0; channel < {blocks * channels}; channel += {channels})"))
            {
                renderBlock(block, "channel", rest == 0);
            }
        }

        if (rest > 0)
        {
            writer.Line();
            using (writer.Scope($"{Phrases.Some("The last", rest, "vector")} of channels."))
            {
                writer.Line($"const int channel = {blocks * channels};");
                renderBlock(rest, "channel", true);
            }
        }
    }

    /// <summary>Renders a local vector for each vector of a block, and returns its name.</summary>
    /// <param name="vectors">The number of vectors.</param>
    /// <param name="name">The name, to which the number of the vector is appended.</param>
    /// <param name="value">The value, given the number of the vector.</param>
    public void Declare(int vectors, string name, Func<int, string> value)
    {
        for (int vector = 0; vector < vectors; vector++)
        {
            writer.Line($"{writer.Simd.Floats} {name}{vector} = {value(vector)};");
        }
    }

    /// <summary>Renders the locals <c>mean0</c>, ... from a tensor with a value for each channel.</summary>
    /// <param name="vectors">The number of vectors of the block.</param>
    /// <param name="channel">The expression of the block's first channel.</param>
    /// <param name="name">The name of the locals, without their number.</param>
    /// <param name="tensor">The tensor.</param>
    public void Load(int vectors, string channel, string name, string tensor)
    {
        string start = tensor;
        if (channel != "0")
        {
            start = $"block{char.ToUpperInvariant(tensor[0])}{tensor.Substring(1)}";
            writer.Line($"ref float {start} = {At(tensor, channel)};");
        }

        Declare(vectors, name, vector => writer.Simd.Load(start, vector * writer.Simd.Lanes));
    }

    /// <summary>Renders loops over all samples and pixels, with references to the block's first channel in several images.</summary>
    /// <param name="what">The comment above the loops.</param>
    /// <param name="channel">The expression of the block's first channel.</param>
    /// <param name="vectors">The number of vectors of the block.</param>
    /// <param name="renderVector">Renders the body for a vector.</param>
    /// <param name="references">The name, the memory, the prefix of the distances and the layout of each image.</param>
    public void RenderPixels(
        string what, string channel, int vectors, Action<int> renderVector,
        params (string Name, string Source, string Distances, ActivationLayout Layout)[] references) =>
        RenderPixels(what, channel, vectors, renderVector, Levels.None, references);

    /// <summary>The same, with code around the loops over the rows and over the columns, such as sums of their own.</summary>
    public void RenderPixels(
        string what, string channel, int vectors, Action<int> renderVector, Levels levels,
        params (string Name, string Source, string Distances, ActivationLayout Layout)[] references)
    {
        writer.Line();
        using (writer.Loop(what, "for (int sample = 0; sample < samples; sample++)"))
        {
            levels.BeforeRows?.Invoke();
            RenderRows(channel, vectors, renderVector, levels, references);
            levels.AfterRows?.Invoke();
        }
    }

    /// <summary>Renders loops over the rows and columns of one sample, with code around the loop over the columns.</summary>
    public void RenderRows(
        string channel, int vectors, Action<int> renderVector, Levels levels,
        params (string Name, string Source, string Distances, ActivationLayout Layout)[] references)
    {
        using (writer.LoopUnlessOnce(shape.Height, comment: null, "row"))
        {
            levels.BeforeColumns?.Invoke();
            foreach ((string name, string source, string distances, ActivationLayout layout) in references)
            {
                writer.Line($"ref float {name} = {At(source, KernelFile.RowStart(distances, layout, channel))};");
            }

            using (writer.LoopUnlessOnce(shape.Width, comment: null, "column"))
            {
                for (int vector = 0; vector < vectors; vector++)
                {
                    renderVector(vector);
                }

                if (shape.Width > 1)
                {
                    foreach ((string name, _, string distances, _) in references)
                    {
                        writer.Line(Advance(name, $"{distances}Pixel"));
                    }
                }
            }

            levels.AfterColumns?.Invoke();
        }
    }

    /// <summary>Code around the inner loops.</summary>
    internal sealed record Levels(Action? BeforeRows, Action? BeforeColumns, Action? AfterColumns, Action? AfterRows)
    {
        public static Levels None { get; } = new(null, null, null, null);
    }
}
