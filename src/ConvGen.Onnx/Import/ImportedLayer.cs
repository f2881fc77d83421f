namespace ConvGen.Onnx.Import;

/// <summary>A layer of an imported network: its attribute, and what it has learned.</summary>
/// <param name="Kind">The attribute's name.</param>
/// <param name="Arguments">What stands in its parentheses.</param>
internal sealed record ImportedLayer(string Kind, IReadOnlyList<string> Arguments)
{
    /// <summary>The weights, in PyTorch's order; null for a layer without any.</summary>
    public Constant? Weights { get; set; }

    /// <summary>The biases; null for a layer without any.</summary>
    public float[]? Biases { get; set; }

    /// <summary>The attribute as it is written.</summary>
    /// <param name="name">The layer's name, where it is given one.</param>
    public string Attribute(string? name)
    {
        List<string> all = [.. Arguments];
        if (Weights is not null && Biases is null)
        {
            all.Add("Bias = false");
        }

        if (name is not null)
        {
            all.Add($"Name = \"{name}\"");
        }

        return all.Count == 0 ? Kind : $"{Kind}({string.Join(", ", all)})";
    }
}
