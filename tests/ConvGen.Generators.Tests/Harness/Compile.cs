using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Harness;

/// <summary>Compilations in memory, against the running framework and the runtime library.</summary>
internal static class Compile
{
    public static CSharpParseOptions ParseOptions { get; } =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);

    public static CSharpCompilationOptions Options { get; } =
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>The framework and the runtime library.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } = [.. FindReferences()];

    private static readonly CSharpCompilation Empty =
        CSharpCompilation.Create("Networks", [Parse("global using ConvGen;", "Usings.cs")], References, Options);

    /// <summary>A compilation of these files, called File0.cs, File1.cs and so on, in which ConvGen is a global using.</summary>
    public static CSharpCompilation Sources(params string[] sources) =>
        Empty.AddSyntaxTrees(sources.Select((source, index) => Parse(source, $"File{index}.cs")));

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    /// <summary>A compilation of one file as an older or newer version of C#.</summary>
    public static CSharpCompilation As(LanguageVersion version, string source)
    {
        CSharpParseOptions options = ParseOptions.WithLanguageVersion(version);
        return Empty.RemoveAllSyntaxTrees().AddSyntaxTrees(
            CSharpSyntaxTree.ParseText("global using ConvGen;", options, "Usings.cs"),
            CSharpSyntaxTree.ParseText(source, options, "File0.cs"));
    }

    private static IEnumerable<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return trusted.Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(NetworkAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));
    }
}
