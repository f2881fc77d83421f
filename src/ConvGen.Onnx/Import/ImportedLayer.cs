namespace ConvGen.Onnx.Import;

/// <summary>A layer of an imported network: its attribute and its parameters.</summary>
/// <param name="Kind">The attribute's name.</param>
/// <param name="Arguments">The arguments of the attribute.</param>
internal sealed record ImportedLayer(string Kind, IReadOnlyList<string> Arguments)
{
    /// <summary>The weights, in PyTorch's order; null for a layer without any.</summary>
    public Constant? Weights { get; set; }

    /// <summary>The biases; null for a layer without any.</summary>
    public float[]? Biases { get; set; }

    /// <summary>The shape of the biases; null for that of a vector.</summary>
    public int[]? BiasShape { get; init; }

    /// <summary>The running mean and variance of a batch normalization; null for other layers.</summary>
    public (float[] Mean, float[] Variance)? Statistics { get; init; }

    /// <summary>Whether the weights are the factors of sums, so that factors and biases of each output can be merged into them.</summary>
    public bool IsLinear { get; init; } = true;

    /// <summary>Returns the source text of the attribute.</summary>
    /// <param name="name">The layer's name, or null for none.</param>
    public string Attribute(string? name)
    {
        List<string> all = [.. Arguments];
        if (Weights is not null && Biases is null && IsLinear)
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
