using ConvGen;

namespace MnistSample.Data;

/// <summary>One of MNIST's four files.</summary>
/// <param name="Name">Its name without <c>.gz</c>.</param>
/// <param name="Sha256">The SHA-256 of the unpacked file; servers compress the same content differently.</param>
internal sealed record MnistFile(string Name, string Sha256)
{
    /// <summary>The file name on servers; some unpackers write <c>train-images.idx3-ubyte</c>.</summary>
    public IReadOnlyList<string> Names { get; } = [Name, Name.Replace("-idx", ".idx", StringComparison.Ordinal)];
}

/// <summary>Finds MNIST on this machine.</summary>
internal static class MnistFiles
{
    public const string EnvironmentVariable = "CONVGEN_MNIST";

    public static IReadOnlyList<MnistFile> All { get; } =
    [
        new("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        new("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        new("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        new("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ];

    /// <summary>Finds a folder with all four files, in <c>--data</c>, in the folder that the environment names, or in the
    /// cache; downloads them into the cache where there is none.</summary>
    /// <param name="dataOption">The value of <c>--data</c>, or null.</param>
    /// <param name="say">Receives a line for each folder without the files.</param>
    /// <returns>The folder, or null if the files are not found and cannot be downloaded.</returns>
    public static string? FindOrDownload(string? dataOption, Action<string> say)
    {
        (string Origin, string? Folder)[] given =
            [("--data", dataOption), (EnvironmentVariable, Environment.GetEnvironmentVariable(EnvironmentVariable))];
        foreach ((string origin, string? folder) in given)
        {
            if (string.IsNullOrEmpty(folder))
            {
                continue;
            }

            if (HasAll(folder))
            {
                return folder;
            }

            say($"{origin}: {folder} does not hold MNIST's four files.");
        }

        string? cache = CacheFolder();
        if (cache is null || HasAll(cache))
        {
            return cache;
        }

        return MnistDownload.TryInto(cache, say) ? cache : null;
    }

    /// <summary>Whether a folder holds all four files, compressed or not, under a name that <see cref="Mnist"/>
    /// reads.</summary>
    public static bool HasAll(string folder) =>
        All.All(file => file.Names.Any(name =>
            File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".gz"))));

    /// <summary>The user's cache folder, or null if the system has none.</summary>
    public static string? CacheFolder()
    {
        string root = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return root.Length == 0 ? null : Path.Combine(root, "ConvGen", "mnist");
    }
}
