namespace ConvGen;

/// <summary>One image and its label, an element of the sequence for <see cref="LabeledImages.From"/>.</summary>
/// <param name="Pixels">The values in <c>[channel][row][column]</c> order; a <c>float[]</c> converts implicitly.</param>
/// <param name="Label">The class, at least 0.</param>
public readonly record struct LabeledImage(ReadOnlyMemory<float> Pixels, int Label);
