namespace ConvGen;

/// <summary>What <see cref="ImageFolder.Load"/> has found.</summary>
/// <param name="Images">The images, class after class, and in a class in the ordinal order of their paths.</param>
/// <param name="ClassNames">The name of each class, from class 0 on: its folder's name.</param>
/// <param name="Files">The path of each image, so that a <see cref="Mistake"/> can be looked at.</param>
public sealed record ImageFolderContent(LabeledImages Images, IReadOnlyList<string> ClassNames, IReadOnlyList<string> Files)
{
    internal ImageFit Fit { get; init; } = ImageFit.Stretch;

    internal int Threads { get; init; } = 1;

    /// <summary>Reads another folder, to test with, in the same way: the same classes with the same numbers, images of the same
    /// size and channels that fill it in the same way, and as many threads.</summary>
    /// <param name="folder">The folder of the classes. One of <see cref="ClassNames"/> may be missing or hold no image.</param>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> is null.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="InvalidDataException">As for <see cref="ImageFolder.Load"/>: a subfolder is not one of the classes, there
    /// is no image, a file is no image, a link leads to a folder that is read already, or all together do not fit into one
    /// array.</exception>
    public ImageFolderContent LoadMore(string folder) =>
        ImageFolder.Load(folder, Images.Height, Images.Width, Images.Channels, Fit, Threads, ClassNames);
}
