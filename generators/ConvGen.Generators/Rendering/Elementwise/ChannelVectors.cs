using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>Renders the loop over the channels of a pixel, or over the values of a flat sample, one vector at a time.</summary>
internal sealed class ChannelVectors(KernelWriter writer, Shape shape, bool clearsPadding)
{
    private readonly string _noun = shape.IsFlat ? "value" : "channel";
    private readonly PaddingMask _mask = new(writer.Simd, shape.Channels, shape.IsFlat ? "value" : "channel");

    /// <summary>Renders the mask that clears the padding, at the top of a method, if the padding must be cleared.</summary>
    public void RenderMask()
    {
        if (clearsPadding)
        {
            _mask.Render(writer);
        }
    }

    /// <summary>Returns the value to store, with its padding cleared if required.</summary>
    public string Stored(string value, int lanes) => _mask.Keep(value, lanes);

    /// <summary>Renders the loop. The caller renders its body.</summary>
    /// <param name="what">Describes the body, for a comment; null if the head of the file describes it.</param>
    /// <param name="references">The references that move over the vectors.</param>
    /// <param name="renderVector">Renders the body for a vector, given the number of its lanes that are channels.</param>
    public void Render(string? what, IReadOnlyList<string> references, Action<int> renderVector)
    {
        VectorText simd = writer.Simd;
        int rest = clearsPadding ? shape.Channels % simd.Lanes : 0;
        int whole = clearsPadding ? shape.Channels / simd.Lanes : writer.Simd.Vectors(shape.Channels);
        string loop = what is null ? simd.AtATime(_noun + "s") : simd.AtATime(_noun + "s", what);
        string then = what is null ? "" : $": {what}";
        if (whole > 1 || (whole == 1 && rest > 0))
        {
            using (writer.LoopBeforeRest(whole, rest > 0, loop, $"The first {simd.LanesInWords} {_noun}s{then}.", "vector"))
            {
                RenderStep(simd.Lanes, movesOn: true);
            }

            if (rest > 0)
            {
                using (writer.Scope($"{Phrases.Some("The last", rest, _noun)}."))
                {
                    RenderStep(rest, movesOn: shape.Width > 1);
                }
            }
        }
        else
        {
            writer.Comment($"{Phrases.Some("The", shape.Channels, _noun)}{(shape.Channels == 1 ? "" : " at once")}{then}.");
            RenderStep(rest > 0 ? rest : simd.Lanes, movesOn: shape.Width > 1);
        }

        void RenderStep(int lanes, bool movesOn)
        {
            renderVector(lanes);
            foreach (string reference in movesOn ? references : [])
            {
                writer.Line(Advance(reference, simd.Lanes));
            }
        }
    }
}
