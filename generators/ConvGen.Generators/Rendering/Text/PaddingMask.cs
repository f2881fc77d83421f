namespace ConvGen.Generators.Rendering.Text;

/// <summary>The mask of a last vector that holds padding as well: it has a name, and stands once at the top of its method.</summary>
/// <param name="simd">The vectors that are masked.</param>
/// <param name="count">How many values lie side by side before the padding.</param>
/// <param name="noun">What one of them is, such as <c>channel</c>.</param>
internal sealed class PaddingMask(VectorText simd, int count, string noun)
{
    private readonly int _rest = count % simd.Lanes;

    private string Name => $"{noun}Mask";

    /// <summary>Declares the mask; nothing where there is no padding.</summary>
    public void Render(KernelWriter writer)
    {
        if (_rest > 0)
        {
            string real = _rest == 1 ? $"lane of the last vector is a {noun}" : $"{_rest} lanes of the last vector are {noun}s";
            writer.Comment($"Only the first {real}; the mask clears the padding.");
            writer.Line($"{simd.Floats} {Name} = {simd.FirstLanes(_rest)};");
        }
    }

    /// <summary>result[i] = i &lt; lanes ? value[i] : 0; the value itself where all lanes stay.</summary>
    public string Keep(string value, int lanes) => lanes < simd.Lanes ? $"({value} & {Name})" : value;
}
