namespace ConvGen.Packages.Tests;

/// <summary>A new folder with the packed files as the only source of packages, and an empty package cache.</summary>
internal sealed class ConsumerFolder : IDisposable
{
    private readonly PackedFiles _packed;

    /// <param name="packed">The packages.</param>
    /// <param name="moreSources">Folders with packages that these depend on.</param>
    public ConsumerFolder(PackedFiles packed, params string[] moreSources)
    {
        _packed = packed;
        string sources = string.Concat(
            moreSources.Prepend(packed.Folder).Select((folder, index) => $"""<add key="source{index}" value="{folder}" />"""));
        Write("nuget.config", $"<configuration><packageSources><clear />{sources}</packageSources></configuration>");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("convgen-consumer-").FullName;

    private string Packages => Path.Combine(Root, "packages");

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Writes a file at a path relative to the folder.</summary>
    public void Write(string path, string text)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>Creates a project from the packed template; returns its folder.</summary>
    public string NewFromTemplate(string name)
    {
        string hive = Path.Combine(Root, "hive");
        Dotnet(Root, "new", "install", _packed.PathOf("ConvGen.Templates", "nupkg"), "--debug:custom-hive", hive);
        Dotnet(Root, "new", "convgen", "-o", name, "--debug:custom-hive", hive);
        return Path.Combine(Root, name);
    }

    /// <summary>Runs a command, which must succeed, with the packages of this folder alone; returns its output.</summary>
    public string Dotnet(string folder, params string[] arguments) => DotnetCommand.Run(folder, Packages, arguments);

    /// <summary>Runs a command, which must fail; returns its output.</summary>
    public string FailingDotnet(string folder, params string[] arguments) => DotnetCommand.RunFailing(folder, Packages, arguments);
}
