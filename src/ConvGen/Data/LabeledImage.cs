namespace ConvGen;

/// <summary>One image and the number of its class, as <see cref="LabeledImages.From"/> takes them.</summary>
/// <param name="Pixels">Its values in <c>[channel][row][column]</c> order; a <c>float[]</c> converts to it.</param>
/// <param name="Label">Its class, at least 0.</param>
public readonly record struct LabeledImage(ReadOnlyMemory<float> Pixels, int Label);
