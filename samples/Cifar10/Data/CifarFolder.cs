using ConvGen;

namespace Cifar10Sample.Data;

/// <summary>The two forms in which CIFAR-10 is stored.</summary>
internal enum CifarForm
{
    /// <summary>The binary version's files: <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c> and <c>test_batch.bin</c>.</summary>
    Binary,

    /// <summary>Image files: <c>train/CLASS/NAME.jpg</c> and <c>test/CLASS/NAME.jpg</c>.</summary>
    ImageFiles,
}

/// <summary>A folder that holds CIFAR-10.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Form">The form of its content.</param>
internal sealed record CifarFolder(string Path, CifarForm Form)
{
    public const string EnvironmentVariable = "CONVGEN_CIFAR10";

    /// <summary>The folder inside the archive of the binary version.</summary>
    public const string ArchiveFolder = "cifar-10-batches-bin";

    /// <summary>The files of the binary version.</summary>
    public static IReadOnlyList<string> BinaryFiles { get; } =
        [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin"), "test_batch.bin"];

    /// <summary>Finds CIFAR-10 in <c>--data</c>, in the folder that the environment names, or in the cache; otherwise downloads it
    /// into the cache.</summary>
    /// <param name="dataOption">The value of <c>--data</c>, or null.</param>
    /// <param name="environment">The value of <see cref="EnvironmentVariable"/>, or null.</param>
    /// <param name="cache">The folder of downloads, or null if the system has none.</param>
    /// <param name="download">Downloads the binary version into a folder; returns whether it succeeded.</param>
    /// <param name="say">Receives a line for each folder without the files.</param>
    /// <returns>The folder, or null if the files are not found and cannot be downloaded.</returns>
    public static CifarFolder? FindOrDownload(
        string? dataOption, string? environment, string? cache, Func<string, bool> download, Action<string> say)
    {
        (string Origin, string? Folder)[] given = [("--data", dataOption), (EnvironmentVariable, environment)];
        foreach ((string origin, string? folder) in given)
        {
            if (string.IsNullOrEmpty(folder))
            {
                continue;
            }

            if (In(folder) is { } found)
            {
                return found;
            }

            say($"{origin}: {folder} does not hold CIFAR-10, neither {BinaryFiles[0]} to {BinaryFiles[^1]} nor folders train/CLASS and "
                + "test/CLASS.");
        }

        if (cache is null)
        {
            return null;
        }

        return In(cache) ?? (download(cache) ? In(cache) : null);
    }

    /// <summary>Recognizes the content of a folder, or of the archive's folder in it; returns null for anything else.</summary>
    public static CifarFolder? In(string folder)
    {
        string? binary = ((string[])[folder, System.IO.Path.Combine(folder, ArchiveFolder)])
            .FirstOrDefault(place => BinaryFiles.All(file => File.Exists(System.IO.Path.Combine(place, file))));
        if (binary is not null)
        {
            return new CifarFolder(binary, CifarForm.Binary);
        }

        return HasClasses(System.IO.Path.Combine(folder, "train")) && HasClasses(System.IO.Path.Combine(folder, "test"))
            ? new CifarFolder(folder, CifarForm.ImageFiles)
            : null;
    }

    /// <summary>The user's cache folder, or null if the system has none.</summary>
    public static string? CacheFolder()
    {
        string root = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return root.Length == 0 ? null : System.IO.Path.Combine(root, "ConvGen", "cifar10");
    }

    private static bool HasClasses(string folder) =>
        Cifar10.ClassNames.Any(name => Directory.Exists(System.IO.Path.Combine(folder, name)));
}
