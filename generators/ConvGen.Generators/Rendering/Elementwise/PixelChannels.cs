using System.Globalization;

namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>Renders loops over the channels of a pixel, or over the values of a vector, by their offset: references to the pixel do not move,
/// so that several loops can follow each other.</summary>
internal sealed class PixelChannels(KernelWriter writer, Shape shape)
{
    private readonly string _noun = shape.IsFlat ? "value" : "channel";
    private readonly PaddingMask _mask = new(writer.Simd, shape.Channels, shape.IsFlat ? "value" : "channel");

    /// <summary>The name of the mask of the last vector, if that has padding.</summary>
    public string Mask => _mask.Name;

    private int Rest => shape.Channels % writer.Simd.Lanes;

    private int Whole => shape.Channels - Rest;

    /// <summary>Renders the mask at the top of a method, if there is padding.</summary>
    public void RenderMask() => _mask.Render(writer);

    /// <summary>Renders a loop over the whole vectors, and the body for the last one if it has padding.</summary>
    /// <param name="what">Describes the body; null if the comment above describes it.</param>
    /// <param name="renderVector">Renders the body, given the offset of the vector, and whether it has padding.</param>
    public void Render(string? what, Action<string, bool> renderVector)
    {
        VectorText simd = writer.Simd;
        string then = what is null ? "" : $": {what}";
        if (Whole > simd.Lanes)
        {
            using (writer.Loop(what is null ? simd.AtATime(_noun + "s") : simd.AtATime(_noun + "s", what), $"for (int {_noun} = 0; {_noun} < {Whole}; {_noun} += {simd.Lanes})"))
            {
                renderVector(_noun, false);
            }
        }
        else if (Whole > 0)
        {
            using (writer.Scope($"{Phrases.Some(Rest > 0 ? "The first" : "The", Whole, _noun)}{then}."))
            {
                renderVector("0", false);
            }
        }

        if (Rest > 0)
        {
            using (writer.Scope($"{Phrases.Some(Whole > 0 ? "The last" : "The", Rest, _noun)}{(Whole > 0 ? "" : then)}."))
            {
                renderVector(Whole.ToString(CultureInfo.InvariantCulture), true);
            }
        }
    }
}
