namespace ConvGen.Training;

/// <summary>Identifies a data set by its size and its labels in order. Pixels are not hashed, which would take longer than an
/// epoch of a small network.</summary>
/// <param name="Count">The number of images.</param>
/// <param name="Labels">A hash of their labels.</param>
internal sealed record DataMark(int Count, ulong Labels)
{
    /// <summary>Computes the mark of a data set.</summary>
    public static DataMark Of(ImageSet images)
    {
        // 64-bit FNV-1a, one label at a time.
        const ulong Basis = 14695981039346656037, Prime = 1099511628211;
        ulong hash = Basis;
        foreach (int label in images.Labels)
        {
            hash = unchecked((hash ^ (uint)label) * Prime);
        }

        return new DataMark(images.Count, hash);
    }

    /// <summary>Checks that a data set is the one that an interrupted training used.</summary>
    /// <exception cref="ArgumentException">The data set is a different one.</exception>
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
                $"{argument} has different labels, or a different order, than the images with which the training began.",
                argument);
        }
    }
}
