namespace ConvGen.Data.Expansion;

/// <summary>Carries out an <see cref="Augmentation"/> for images of one shape, one at a time. Allocates only in its constructor. Each
/// thread needs its own instance.</summary>
internal abstract class ImageChanger
{
    /// <summary>Changes one image.</summary>
    /// <param name="image">The values in <c>[channel][row][column]</c> order.</param>
    /// <param name="result">Receives the changed image; has the same length and does not overlap <paramref name="image"/>.</param>
    /// <param name="noise">The random numbers of this image.</param>
    public abstract void Apply(ReadOnlySpan<float> image, Span<float> result, in ImageNoise noise);
}
