using System.Globalization;
using System.Runtime.CompilerServices;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Pipeline;

/// <summary>With a hundred networks in a project, the generator is done before the next key is pressed.</summary>
[Collection(nameof(Alone))]
[Trait("Category", "Slow")]
public sealed class KeystrokeTests
{
    private const double Milliseconds = 5;

    /// <summary>Edits are slow before the JIT has optimised the code and on a busy machine, so the test passes at the
    /// first fast one.</summary>
    private const int MostEdits = 600;

    /// <summary>On a busy machine the limit is relative to the time of Roslyn alone.</summary>
    private const double MostOfFloor = 3;

    [Fact]
    public void Elsewhere() => AssertQuick("Elsewhere.cs", edit => $"class Elsewhere {{ int M() => {edit}; }}");

    [Fact]
    public void An_edit_inside_a_network_is_fast() => AssertQuick("Net1.cs", edit => $"{Network(1)} {{ int M() => {edit}; }}");

    [Fact]
    public void An_edit_of_the_layers_of_a_network_is_fast() =>
        AssertQuick("Net1.cs", edit => $"{Network(1, units: 2 + edit % 50)} {{ int M() => 0; }}");

    private static void AssertQuick(string file, Func<int, string> edit, [CallerMemberName] string test = "")
    {
        CSharpCompilation compilation = Compile.Sources().AddSyntaxTrees(
        [
            Compile.Parse("class Elsewhere;", "Elsewhere.cs"),
            .. Enumerable.Range(1, 100).Select(number => Compile.Parse($"{Network(number)};", $"Net{number}.cs")),
        ]);

        GeneratorDriver driver = Start(new NetworkGenerator(), compilation);
        GeneratorDriver floor = Start(new NamesOnly(), compilation);
        List<double> times = [], floors = [];
        while (times.Count < MostEdits && (Campaign.IsLong || times.Count == 0 || times.Min() > Milliseconds))
        {
            SyntaxTree old = compilation.SyntaxTrees.Single(tree => tree.FilePath == file);
            compilation = compilation.ReplaceSyntaxTree(old, Compile.Parse(edit(times.Count + 1), file));
            times.Add(Run(ref driver, compilation));

            // A separate compilation, because a compilation caches the symbols that were looked up.
            floors.Add(Run(ref floor, compilation.Clone()));
        }

        Assert.Equal(
            100, driver.GetRunResult().GeneratedTrees.Select(tree => Path.GetDirectoryName(tree.FilePath)).Distinct().Count());
        double[] warm = [.. times.Skip(times.Count / 2).Order()];
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{times.Min():F1} ms at best, {warm[warm.Length / 2]:F1} ms in the middle of the last {warm.Length} of {times.Count} edits, "
            + $"Roslyn's {floors.Min():F1} ms at best");
        Campaign.Report($"A keystroke {test.Replace('_', ' ').ToLowerInvariant()} among 100", figures);
        Assert.True(times.Min() <= Math.Max(Milliseconds, MostOfFloor * floors.Min()), $"{test}: {figures}.");
    }

    /// <summary>Runs like an editor, which does not generate kernels.</summary>
    private static GeneratorDriver Start(IIncrementalGenerator generator, CSharpCompilation compilation) =>
        CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            parseOptions: Compile.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.Implementation)).RunGenerators(compilation);

    private static double Run(ref GeneratorDriver driver, CSharpCompilation compilation)
    {
        double start = ThreadClock.Milliseconds;
        driver = driver.RunGenerators(compilation);
        return ThreadClock.Milliseconds - start;
    }

    /// <summary>The minimum cost of a generator for an attribute: Roslyn looks up every attribute of the classes that
    /// have it.</summary>
    private sealed class NamesOnly : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(
                "ConvGen.NetworkAttribute", (_, _) => true, (found, _) => found.TargetSymbol.Name),
            (_, _) => { });
    }

    private static string Network(int number, int units = 10) => string.Create(
        CultureInfo.InvariantCulture,
        $"namespace Some; [Network(1, 8, 8)] [Conv({number}, 3), MaxPool(2), ReLU] [Dense({units}), SoftmaxCrossEntropy] " +
        $"partial class Net{number}");
}

/// <summary>Timing tests run while no other test runs.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
