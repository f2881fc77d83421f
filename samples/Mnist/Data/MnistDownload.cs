using System.IO.Compression;
using System.Security.Cryptography;
using ConvGen.Files;

namespace MnistSample.Data;

/// <summary>Downloads MNIST once into the user's cache folder.</summary>
internal static class MnistDownload
{
    /// <summary>Public mirrors of the original files, in the order in which they are tried.</summary>
    private static readonly string[] Mirrors =
    [
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ];

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan FileTimeout = TimeSpan.FromSeconds(90);

    /// <summary>Downloads and checks all four files.</summary>
    /// <param name="folder">The folder for the files; created if it does not exist.</param>
    /// <param name="say">Receives progress messages, one line each.</param>
    /// <returns>False, with the reason reported, if no mirror could be reached or none had the right files.</returns>
    public static bool TryInto(string folder, Action<string> say)
    {
        using var handler = new SocketsHttpHandler { ConnectTimeout = ConnectTimeout };
        using var client = new HttpClient(handler) { Timeout = FileTimeout };
        foreach (string mirror in Mirrors)
        {
            say($"Downloading MNIST (11 MB) from {mirror} ...");
            try
            {
                Directory.CreateDirectory(folder);
                foreach (MnistFile file in MnistFiles.All)
                {
                    Fetch(client, new Uri(mirror + file.Name + ".gz"), file, folder);
                }

                return true;
            }
            catch (Exception exception) when (
                exception is HttpRequestException or OperationCanceledException or IOException or UnauthorizedAccessException)
            {
                say($"That failed: {exception.Message}");
            }
        }

        return false;
    }

    /// <summary>A file gets its name only when it is complete and checked, so that an interrupted download or another
    /// process never leaves a partial file.</summary>
    private static void Fetch(HttpClient client, Uri address, MnistFile file, string folder)
    {
        byte[] packed = client.GetByteArrayAsync(address).GetAwaiter().GetResult();
        string found = Sha256OfContent(packed);
        if (found != file.Sha256)
        {
            throw new InvalidDataException($"{address} has SHA-256 {found} when unpacked; {file.Sha256} was expected.");
        }

        DurableFile.Write(Path.Combine(folder, file.Name + ".gz"), packed);
    }

    private static string Sha256OfContent(byte[] packed)
    {
        using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        return Convert.ToHexStringLower(SHA256.HashData(unpacked));
    }
}
