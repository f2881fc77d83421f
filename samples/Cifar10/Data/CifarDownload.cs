using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using ConvGen.Files;

namespace Cifar10Sample.Data;

/// <summary>Downloads the binary version of CIFAR-10 once into the user's cache folder.</summary>
internal static class CifarDownload
{
    private const string Address = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz";
    private const string Sha256 = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan FileTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Downloads the archive, checks it and unpacks its six files.</summary>
    /// <param name="folder">The folder for the files; created if it does not exist.</param>
    /// <param name="say">Receives progress messages, one line each.</param>
    /// <returns>False, with the reason reported, if the server could not be reached or has another file.</returns>
    public static bool TryInto(string folder, Action<string> say)
    {
        using var handler = new SocketsHttpHandler { ConnectTimeout = ConnectTimeout };
        using var client = new HttpClient(handler) { Timeout = FileTimeout };
        say($"Downloading CIFAR-10 (170 MB) from {Address} ...");
        try
        {
            byte[] archive = client.GetByteArrayAsync(new Uri(Address)).GetAwaiter().GetResult();
            string found = Convert.ToHexStringLower(SHA256.HashData(archive));
            if (found != Sha256)
            {
                throw new InvalidDataException($"{Address} has SHA-256 {found}; {Sha256} was expected.");
            }

            Unpack(archive, folder);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException
            or InvalidDataException or UnauthorizedAccessException)
        {
            say($"That failed: {exception.Message}");
            return false;
        }
    }

    /// <summary>Writes the six files of an archive. A file gets its name only when it is complete, so that an interrupted download or
    /// another process never leaves a partial file.</summary>
    /// <param name="archive">The content of <c>cifar-10-binary.tar.gz</c>.</param>
    /// <param name="folder">The folder for the files; created if it does not exist.</param>
    /// <exception cref="InvalidDataException">A file is missing.</exception>
    public static void Unpack(byte[] archive, string folder)
    {
        Directory.CreateDirectory(folder);
        using var unpacked = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        using var entries = new TarReader(unpacked);
        HashSet<string> missing = [.. CifarFolder.BinaryFiles];
        while (entries.GetNextEntry() is { } entry)
        {
            string name = Path.GetFileName(entry.Name);
            if (entry.DataStream is { } content && missing.Remove(name))
            {
                DurableFile.Write(Path.Combine(folder, name), file => content.CopyTo(file));
            }
        }

        if (missing.Count > 0)
        {
            throw new InvalidDataException($"The archive does not hold {string.Join(", ", missing.Order())}.");
        }
    }
}
