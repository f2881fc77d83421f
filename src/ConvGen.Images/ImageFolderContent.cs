namespace ConvGen;

/// <summary>The result of <see cref="ImageFolder.Load"/>.</summary>
/// <param name="Images">The images, ordered by class, then by path (ordinal).</param>
/// <param name="ClassNames">The name of each class, starting with class 0: the name of its folder.</param>
/// <param name="Files">The path of each image, for example to inspect a <see cref="Mistake"/>.</param>
public sealed record ImageFolderContent(LabeledImages Images, IReadOnlyList<string> ClassNames, IReadOnlyList<string> Files)
{
    internal ImageFit Fit { get; init; } = ImageFit.Stretch;

    internal int Threads { get; init; } = 1;

    /// <summary>Reads another folder, such as test data, in the same way: with the same class numbers, image size, channels,
    /// fit and number of threads.</summary>
    /// <param name="folder">The folder of the classes. Some of <see cref="ClassNames"/> may be missing or empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="ImageFolder.Load"/>: a subfolder is not one of the classes,
    /// there is no image, a file is not an image, a link leads to a folder that is also read otherwise, or the images do not
    /// fit into one array.</exception>
    public ImageFolderContent LoadMore(string folder) =>
        ImageFolder.Load(folder, Images.Height, Images.Width, Images.Channels, Fit, Threads, ClassNames);
}
