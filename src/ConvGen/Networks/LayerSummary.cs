namespace ConvGen;

/// <summary>One layer of a <see cref="NetworkSummary"/>.</summary>
/// <param name="Name">The layer's name, such as <c>Conv1</c>.</param>
/// <param name="Kind">The name of its attribute, such as <c>Conv</c>.</param>
/// <param name="OutputShape">The shape behind it: channels, height, width; or the length of a vector.</param>
/// <param name="Parameters">Its trainable values.</param>
/// <param name="MultiplyAdds">Multiply-adds of its forward pass over one sample, counted densely.</param>
public sealed record LayerSummary(
    string Name, string Kind, IReadOnlyList<int> OutputShape, int Parameters, long MultiplyAdds)
{
    /// <summary>How a convolution or a pooling looks at its input; null for other layers.</summary>
    public LayerWindow? Window { get; init; }

    /// <summary>What a dropout that is not inverted multiplies with when it predicts, and LeakyReLU below zero; 1 for other
    /// layers.</summary>
    public float Factor { get; init; } = 1f;
}
