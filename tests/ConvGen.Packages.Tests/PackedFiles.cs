using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace ConvGen.Packages.Tests;

/// <summary>The packages, packed once for all tests into a folder that is gone afterwards.</summary>
public sealed class PackedFiles : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    public PackedFiles()
    {
        string[] projects = ["ConvGen", "ConvGen.Templates", "ConvGen.Onnx", "ConvGen.Csv", "ConvGen.Images", "ConvGen.Tool"];
        foreach (string project in projects)
        {
            DotnetCommand.Run(Sources, packages: null, "pack", project, "--no-build", "-c", Configuration, "-o", Folder);
        }
    }

    /// <summary>The version of all packages.</summary>
    public static string Version { get; } =
        XDocument.Load(Path.Combine(Sources, "..", "Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>Where the packages lie.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("convgen-packages-").FullName;

    private static string Sources => Path.GetFullPath(Path.Combine(Here(), "..", "..", "src"));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The files of a package, without those that only the format needs.</summary>
    public string[] FilesOf(string package, string extension = "nupkg")
    {
        using ZipArchive archive = ZipFile.OpenRead(PathOf(package, extension));
        return
        [
            .. archive.Entries.Select(entry => entry.FullName)
                .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal)
                    && !name.StartsWith("package/", StringComparison.Ordinal)
                    && name != "[Content_Types].xml")
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>A text file of a package.</summary>
    public string Read(string package, string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(PathOf(package, "nupkg"));
        using StreamReader reader = new(archive.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>The file of a package.</summary>
    public string PathOf(string package, string extension) => Path.Combine(Folder, $"{package}.{Version}.{extension}");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
