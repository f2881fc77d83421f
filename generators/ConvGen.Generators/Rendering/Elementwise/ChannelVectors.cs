using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Elementwise;

/// <summary>The loop over the channels of a pixel, or over the values of a flat sample, a vector at a time.</summary>
internal sealed class ChannelVectors(KernelWriter writer, Shape shape, bool clearsPadding)
{
    private readonly string _noun = shape.IsFlat ? "value" : "channel";
    private readonly PaddingMask _mask = new(writer.Simd, shape.Channels, shape.IsFlat ? "value" : "channel");

    /// <summary>At the top of the method: names the mask that keeps padding zero, where values computed for it would not be.</summary>
    public void RenderMask()
    {
        if (clearsPadding)
        {
            _mask.Render(writer);
        }
    }

    /// <summary>A value as it is stored: its padding cleared where that is asked for.</summary>
    public string Stored(string value, int lanes) => _mask.Keep(value, lanes);

    /// <param name="what">What happens to a vector, or null where the head of the file says it.</param>
    /// <param name="references">The references that move over the vectors.</param>
    /// <param name="renderVector">Writes what happens to a vector, and is told how many of its lanes are channels.</param>
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
