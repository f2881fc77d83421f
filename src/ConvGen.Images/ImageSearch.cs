namespace ConvGen.Images;

/// <summary>Finds the images below class folders. Links are followed, and every folder is read at most once.</summary>
internal sealed class ImageSearch
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".webp"];

    // Maps the real path of every folder, with links resolved, to the path under which it was read.
    private readonly Dictionary<string, string> _read = [];

    /// <param name="root">The folder of the classes.</param>
    public ImageSearch(string root)
    {
        // Links to the root or to a folder that contains it are circular.
        for (string? folder = RealPath(root); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            _read.Add(folder, folder);
        }
    }

    /// <summary>The extensions of image files, for messages.</summary>
    public static string EndingNames { get; } = string.Join(", ", Endings);

    /// <summary>Returns the subfolders of a folder, in ordinal order.</summary>
    public static string[] Folders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Where(IsVisible).Order(StringComparer.Ordinal)];

    /// <summary>Returns all images below a class folder, in the ordinal order of their paths.</summary>
    /// <exception cref="InvalidDataException">Links lead to a folder more than once.</exception>
    public string[] Images(string folder)
    {
        List<string> images = [];
        Add(folder, images);
        return [.. images.Order(StringComparer.Ordinal)];
    }

    private void Add(string folder, List<string> images)
    {
        string real = RealPath(folder);
        if (!_read.TryAdd(real, folder))
        {
            throw new InvalidDataException(
                $"{folder}: a link makes this the same folder as {_read[real]}, whose images would be read more than once. " +
                "Remove the link.");
        }

        images.AddRange(Directory.EnumerateFiles(folder).Where(path => IsVisible(path) && HasEnding(path)));
        foreach (string inner in Folders(folder))
        {
            Add(inner, images);
        }
    }

    private static bool HasEnding(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    // Tools keep hidden names beside images: .git, .DS_Store, .thumbnails.
    private static bool IsVisible(string path) => !Path.GetFileName(path.AsSpan()).StartsWith('.');

    // Resolves all links of a path. The target of a link may contain links too, so every folder on the way is resolved.
    private static string RealPath(string folder)
    {
        string full = Path.GetFullPath(folder), real = Path.GetPathRoot(full)!;
        foreach (string name in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, name);
            if (Directory.ResolveLinkTarget(real, returnFinalTarget: false) is { } target)
            {
                real = RealPath(target.FullName);
            }
        }

        return real;
    }
}
