namespace ConvGen.Images;

/// <summary>Finds the images below class folders. Links are followed, and every folder is read at most once.</summary>
internal sealed class ImageSearch
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".webp"];

    // Of the real path of every folder, without links, the path under which it was read.
    private readonly Dictionary<string, string> read = [];

    /// <param name="root">The folder of the classes.</param>
    public ImageSearch(string root)
    {
        // Links to the root or a folder that contains it lead in circles.
        for (string? folder = RealPath(root); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            read.Add(folder, folder);
        }
    }

    /// <summary>The endings of images, for messages.</summary>
    public static string EndingNames { get; } = string.Join(", ", Endings);

    /// <summary>The folders directly below a folder, in the ordinal order of their names.</summary>
    public static string[] Folders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Where(IsVisible).Order(StringComparer.Ordinal)];

    /// <summary>All images below a class folder, in the ordinal order of their paths.</summary>
    /// <exception cref="InvalidDataException">Links lead to the same folder twice.</exception>
    public string[] Images(string folder)
    {
        List<string> images = [];
        Add(folder, images);
        return [.. images.Order(StringComparer.Ordinal)];
    }

    private void Add(string folder, List<string> images)
    {
        string real = RealPath(folder);
        if (!read.TryAdd(real, folder))
        {
            throw new InvalidDataException(
                $"{folder}: a link makes this the same folder as {read[real]}, whose images would be read more than once. " +
                "Remove the link.");
        }

        images.AddRange(Directory.EnumerateFiles(folder).Where(path => IsVisible(path) && HasEnding(path)));
        foreach (string inner in Folders(folder))
        {
            Add(inner, images);
        }
    }

    private static bool HasEnding(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    // Tools keep names with a dot beside images: .git, .DS_Store, .thumbnails.
    private static bool IsVisible(string path) => !Path.GetFileName(path.AsSpan()).StartsWith('.');

    // The path without links. Links may lead through others, so that every folder on the way is looked at.
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
