namespace ConvGen.Training;

/// <summary>What a data set is known again by: its size and its labels in their order. Pixels are not looked at, which would take
/// longer than an epoch of a small network.</summary>
/// <param name="Count">The number of images.</param>
/// <param name="Labels">A hash of their labels.</param>
internal sealed record DataMark(int Count, ulong Labels)
{
    /// <summary>The mark of a data set.</summary>
    public static DataMark Of(ImageSet images)
    {
        // FNV-1a of 64 bits, a label at a time.
        const ulong Basis = 14695981039346656037, Prime = 1099511628211;
        ulong hash = Basis;
        foreach (int label in images.Labels)
        {
            hash = unchecked((hash ^ (uint)label) * Prime);
        }

        return new DataMark(images.Count, hash);
    }

    /// <summary>Holds that a data set is the one that an interrupted training used.</summary>
    /// <exception cref="ArgumentException">It is another one.</exception>
    public static void CheckSame(DataMark? expected, ImageSet? images, string argument)
    {
        if (expected?.Count != images?.Count)
        {
            throw new ArgumentException(
                $"{argument} holds {images?.Count ?? 0} images, but the training to resume began with {expected?.Count ?? 0}.",
                argument);
        }

        if (images is not null && expected != Of(images))
        {
            throw new ArgumentException(
                $"{argument} holds other labels, or in another order, than the images with which it began.",
                argument);
        }
    }
}
