using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Onnx;

/// <summary>The networks that the benchmarks compare (n1 to n6) and those of chapter 6, from the files that declare
/// them.</summary>
internal static partial class SampleNetworks
{
    private static readonly string[] Folders =
        ["samples/Mnist/Networks", "benchmarks/ConvGen.Benchmarks/Networks", "samples/Chapter6/Networks"];

    private static readonly string[] Files = [.. Folders.SelectMany(folder => Directory.EnumerateFiles(
        Path.Combine(Root(), folder), "*.cs").Where(file => Declared().IsMatch(File.ReadAllText(file))).Order(StringComparer.Ordinal))];

    private static readonly Lazy<CompiledProject> Project = new(() => new UserProject
    {
        Name = "SampleNetworks",
        Sources = [.. Files.Select(file => Usings + File.ReadAllText(file))],
        AllowDesignWarnings = true,
    }.Compile());

    /// <summary>The full names of the classes.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Files.Select(file => NameIn(File.ReadAllText(file)))];

    /// <summary>Not global: the compiler would bind all of the code to find out whether a global one is used, for each file that it
    /// analyzes.</summary>
    private const string Usings = "using System;\n";

    /// <summary>Creates a network of a class.</summary>
    public static ITestNetwork Create(string name, int seed) => Project.Value.Create(name, seed);

    private static string NameIn(string source) =>
        $"{Space().Match(source).Groups[1].Value}.{Declared().Match(source).Groups[1].Value}";

    private static string Root([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..");

    [GeneratedRegex(@"namespace ([A-Za-z0-9.]+);")]
    private static partial Regex Space();

    [GeneratedRegex(@"\[Network\([^]]*\]\s[^;{]*partial class (\w+)", RegexOptions.Singleline)]
    private static partial Regex Declared();
}
