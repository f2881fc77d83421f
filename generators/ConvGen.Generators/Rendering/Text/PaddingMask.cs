namespace ConvGen.Generators.Rendering.Text;

/// <summary>Renders the mask that clears the padding in the last vector of values. A method declares it once, at its top.</summary>
/// <param name="simd">The vectors that are masked.</param>
/// <param name="count">The number of contiguous values before the padding.</param>
/// <param name="noun">The noun for one value, such as <c>channel</c>.</param>
internal sealed class PaddingMask(VectorText simd, int count, string noun)
{
    private readonly int _rest = count % simd.Lanes;

    /// <summary>The name of the mask.</summary>
    public string Name => $"{noun}Mask";

    /// <summary>Renders the declaration of the mask, if there is padding.</summary>
    public void Render(KernelWriter writer)
    {
        if (_rest > 0)
        {
            string real = _rest == 1 ? $"lane of the last vector is a {noun}" : $"{_rest} lanes of the last vector are {noun}s";
            writer.Comment($"Only the first {real}; the mask clears the padding.");
            writer.Line($"{simd.Floats} {Name} = {simd.FirstLanes(_rest)};");
        }
    }

    /// <summary>result[i] = i &lt; lanes ? value[i] : 0; the value itself if all lanes are kept.</summary>
    public string Keep(string value, int lanes) => lanes < simd.Lanes ? $"({value} & {Name})" : value;
}
