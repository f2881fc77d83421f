using System.Runtime.CompilerServices;

namespace ConvGen.Generators.Tests.Harness;

/// <summary>Folders of the sources that tests read.</summary>
internal static class Repository
{
    /// <summary>The folder of this test project.</summary>
    public static string Tests { get; } = Path.GetFullPath(Path.Combine(ThisFile(), "..", ".."));

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Tests, "..", ".."));

    /// <summary>The folder of the compiler.</summary>
    public static string Generators { get; } = Path.Combine(Root, "generators", "ConvGen.Generators");

    /// <summary>The folder of the pages, one for each diagnostic.</summary>
    public static string DiagnosticPages { get; } = Path.Combine(Root, "generators", "diagnostics");

    /// <summary>The C# files below a folder, without build outputs.</summary>
    public static IEnumerable<string> SourcesBelow(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !IsBuilt(Path.GetRelativePath(folder, path)))
            .Order(StringComparer.Ordinal);

    private static bool IsBuilt(string path) => path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
