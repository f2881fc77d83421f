using System.Collections.Immutable;
using System.Reflection;
using ConvGen.Generators;
using ConvGen.Generators.Planning.Schedules;
using ConvGen.Generators.Planning.Targets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Benchmarks.Compilation;

/// <summary>Runs the generator on declarations and compiles the result at run time, so that networks of any size can be measured without
/// a separate build.</summary>
internal static class NetworkCompiler
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(FindReferences);

    /// <summary>The vector width of the networks, which is that of the networks of this program.</summary>
    public static Target Width { get; } = MnistSample.Networks.BookNet.Create(0).VectorBits == Target.SixteenLanes.VectorBits ? Target.SixteenLanes : Target.EightLanes;

    /// <summary>A project with these sources and a reference to ConvGen, before the generator has run.</summary>
    public static CSharpCompilation Declare(params IEnumerable<string> sources) => CSharpCompilation.Create(
        "Networks",
        sources.Select(Parse),
        References.Value,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>A file of the project.</summary>
    public static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, ParseOptions);

    /// <summary>A driver that has not run; it caches generated files.</summary>
    public static GeneratorDriver NewDriver() =>
        CSharpGeneratorDriver.Create([new NetworkGenerator(CandidateChoice.Cheapest, Width).AsSourceGenerator()], parseOptions: ParseOptions);

    /// <summary>The project with its generated files.</summary>
    public static CSharpCompilation Generate(CSharpCompilation project)
    {
        NewDriver().RunGeneratorsAndUpdateCompilation(project, out Microsoft.CodeAnalysis.Compilation complete, out _);
        return (CSharpCompilation)complete;
    }

    /// <summary>Compiles and loads.</summary>
    /// <exception cref="InvalidOperationException">It does not compile; the message is the first error.</exception>
    public static Assembly Load(CSharpCompilation complete)
    {
        using var image = new MemoryStream();
        Diagnostic? error = complete.Emit(image).Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error);
        return error is null ? Assembly.Load(image.ToArray()) : throw new InvalidOperationException(error.ToString());
    }

    /// <summary>The framework and ConvGen, but not this program, which declares the same networks.</summary>
    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return
        [
            .. trusted.Split(Path.PathSeparator)
                .Where(path => Path.GetDirectoryName(path) == framework)
                .Append(typeof(NetworkSummary).Assembly.Location)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
