using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Rearrangement;

/// <summary>A map from the pixels of an output to those of the input that they copy: the text of its indices, in the variables <c>row</c>
/// and <c>column</c>, and of the copy of one pixel's channels. In generated code x is a pixel of the input and y one of the output, or
/// their gradients dx and dy.</summary>
internal abstract class PixelMap(RearrangementStage stage)
{
    protected RearrangementStage Stage { get; } = stage;

    /// <summary>The formula of the outputs.</summary>
    public abstract string Formula { get; }

    /// <summary>The formula of the input's gradient.</summary>
    public abstract string BackwardFormula { get; }

    /// <summary>How the channels of a pixel are copied, for the head of the file.</summary>
    public virtual string Schedule => $"pixel by pixel, {Stage.Target.LanesInWords} channels at a time";

    /// <summary>The image whose pixels are visited: that of the output, unless it has pixels that copy nothing.</summary>
    public virtual Shape Visited => Stage.Output.Shape;

    /// <summary>Why the output is zero before the copies; null if they write all of it.</summary>
    public virtual string? ZerosInOutput => null;

    /// <summary>Why the gradient of the input is zero before the copies; null if they write all of it.</summary>
    public virtual string? ZerosInGradient => null;

    /// <summary>Whether several outputs copy an input, so that their gradients add up.</summary>
    public virtual bool Repeats => false;

    /// <summary>Further constants of the generated class.</summary>
    public virtual IEnumerable<(string Name, int Value, string Meaning)> Constants => [];

    /// <summary>The row of the input.</summary>
    public virtual string InputRow => "row";

    /// <summary>The column of the input.</summary>
    public virtual string InputColumn => "column";

    /// <summary>The offset in the pixel of the input, which may depend on the row and the column; empty for none.</summary>
    public virtual string InputOffset => "";

    /// <summary>The offset of the first visited pixel in the output; empty for none.</summary>
    public virtual string OutputOffset => "";

    /// <summary>Renders the copy of the channels of a pixel from <paramref name="source"/> to <paramref name="target"/>.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="source">The pixel that is read.</param>
    /// <param name="target">The pixel that is written.</param>
    /// <param name="isForward">Whether the pixel that is written is one of the output.</param>
    public abstract void RenderChannels(KernelWriter writer, string source, string target, bool isForward);
}

/// <summary>A map that copies all channels of a pixel, in whole vectors.</summary>
internal abstract class WholePixelMap(RearrangementStage stage) : PixelMap(stage)
{
    public sealed override void RenderChannels(KernelWriter writer, string source, string target, bool isForward)
    {
        VectorText simd = writer.Simd;
        bool adds = Repeats && !isForward;
        if (Stage.Input.ChannelVectors == 1)
        {
            writer.Line(Store(adds ? $"({simd.Load(target)} + {simd.Load(source)})" : simd.Load(source), target));
            return;
        }

        using (writer.Block($"for (int channel = 0; channel < InputPixel; channel += {simd.Lanes})"))
        {
            string value = simd.Load(source, "channel");
            writer.Line(Store(adds ? $"({simd.Load(target, "channel")} + {value})" : value, target, "channel"));
        }
    }
}
