using MnistSample.Data;

namespace DigitsWeb.Data;

/// <summary>Looks for MNIST on this machine. The server downloads nothing; <c>samples/Mnist</c> downloads MNIST into
/// the same cache.</summary>
internal static class MnistFolder
{
    /// <summary>Finds the first folder with all four files: that of <c>--data</c>, the one named by the environment variable, or the
    /// cache.</summary>
    /// <param name="dataOption">The value of <c>--data</c>, or null.</param>
    /// <returns>The folder, or null if the files are not found.</returns>
    /// <exception cref="FileNotFoundException"><paramref name="dataOption"/> is given and does not hold them.</exception>
    public static string? Find(string? dataOption)
    {
        if (dataOption is not null && !MnistFiles.HasAll(dataOption))
        {
            throw new FileNotFoundException($"--data: {dataOption} does not hold MNIST's four files.");
        }

        string?[] places =
            [dataOption, Environment.GetEnvironmentVariable(MnistFiles.EnvironmentVariable), MnistFiles.CacheFolder()];
        return places.FirstOrDefault(folder => !string.IsNullOrEmpty(folder) && MnistFiles.HasAll(folder));
    }
}
