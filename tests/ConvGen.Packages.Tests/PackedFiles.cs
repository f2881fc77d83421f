using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace ConvGen.Packages.Tests;

/// <summary>Packages in a folder that is deleted afterwards.</summary>
public sealed class PackedFiles : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly string _version;

    /// <summary>All packages, packed as they were built.</summary>
    public PackedFiles()
        : this(["ConvGen", "ConvGen.Templates", "ConvGen.Onnx", "ConvGen.Csv", "ConvGen.Images", "ConvGen.Tool"], suffix: null)
    {
    }

    /// <summary>Some packages, with a version suffix.</summary>
    internal PackedFiles(string[] projects, string? suffix)
    {
        _version = suffix is null ? Version : $"{Version}-{suffix}";
        string[] options = suffix is null ? [] : ["--version-suffix", suffix];
        foreach (string project in projects)
        {
            DotnetCommand.Run(Sources, packages: null, ["pack", project, "--no-build", "-c", Configuration, "-o", Folder, .. options]);
        }
    }

    /// <summary>The version of all packages, without a suffix.</summary>
    public static string Version { get; } =
        XDocument.Load(Path.Combine(Sources, "..", "Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

    /// <summary>The folder of the packages.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("convgen-packages-").FullName;

    /// <summary>The folder of the packed projects.</summary>
    public static string Sources => Path.GetFullPath(Path.Combine(Here(), "..", "..", "src"));

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
    public string PathOf(string package, string extension) => Path.Combine(Folder, $"{package}.{_version}.{extension}");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <summary>Packs once for all tests, which run sequentially because packing writes into the project folders.</summary>
[CollectionDefinition(Name)]
public sealed class PackedOnce : ICollectionFixture<PackedFiles>
{
    /// <summary>The name of the collection.</summary>
    public const string Name = "Packages";
}
