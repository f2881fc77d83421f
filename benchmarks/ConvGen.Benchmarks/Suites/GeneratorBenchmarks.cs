using BenchmarkDotNet.Attributes;
using ConvGen.Benchmarks.Compilation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Benchmarks.Suites;

/// <summary>The generator without the compiler: a first run for a network, an edit in another file, and an edit of the
/// network itself.</summary>
[MemoryDiagnoser]
[Config(typeof(EmittedBytesConfig))]
[RunsInThisProcess]
public class GeneratorBenchmarks
{
    private const string OtherFile = "internal static class Other { }";
    private const string EditedFile = "internal static class Other { private const int Edited = 1; }";

    private CSharpCompilation _project = null!;
    private CSharpCompilation _editedElsewhere = null!;
    private CSharpCompilation _editedNetwork = null!;
    private GeneratorDriver _warm = null!;

    /// <summary>The values of <see cref="Network"/>: n1 to n4.</summary>
    public static IEnumerable<string> Networks => DeclaredNetwork.All.Select(network => network.Name);

    /// <summary>The network that the project declares.</summary>
    [ParamsSource(nameof(Networks))]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        string source = DeclaredNetwork.Named(Network).Source;
        _project = NetworkCompiler.Declare(source, OtherFile);
        SyntaxTree[] files = [.. _project.SyntaxTrees];
        _editedElsewhere = _project.ReplaceSyntaxTree(files[1], NetworkCompiler.Parse(EditedFile));
        _editedNetwork = _project.ReplaceSyntaxTree(
            files[0], NetworkCompiler.Parse(source.Replace("Dense(10)", "Dense(11)", StringComparison.Ordinal)));
        _warm = NetworkCompiler.NewDriver().RunGenerators(_project);
    }

    [Benchmark]
    public object FirstRun() => NetworkCompiler.NewDriver().RunGenerators(_project);

    [Benchmark]
    public object EditElsewhere() => _warm.RunGenerators(_editedElsewhere);

    [Benchmark]
    public object EditOfTheNetwork() => _warm.RunGenerators(_editedNetwork);
}
