namespace ConvGen;

/// <summary>One layer of a <see cref="NetworkSummary"/>.</summary>
/// <param name="Name">The layer's name, such as <c>Conv1</c>.</param>
/// <param name="Kind">What it computes, such as <c>conv 5x5</c>.</param>
/// <param name="OutputShape">The shape behind it: channels, height, width; or the length of a vector.</param>
/// <param name="Parameters">Its trainable values.</param>
/// <param name="MultiplyAdds">Multiply-adds of its forward pass over one sample, counted densely.</param>
public sealed record LayerSummary(
    string Name, string Kind, IReadOnlyList<int> OutputShape, int Parameters, long MultiplyAdds);
