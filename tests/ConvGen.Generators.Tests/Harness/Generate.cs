using ConvGen.Generators.Planning.Schedules;
using ConvGen.Generators.Planning.Targets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Harness;

/// <summary>Runs the generator over a compilation.</summary>
internal static class Generate
{
    /// <summary>Creates a driver that records its steps.</summary>
    public static GeneratorDriver NewDriver() => NewDriver(Compile.ParseOptions);

    /// <summary>Creates a driver that parses generated code as the given version of C#. It generates kernels of one width only, which takes
    /// half the time.</summary>
    public static GeneratorDriver NewDriver(CSharpParseOptions options) => CSharpGeneratorDriver.Create(
        [new NetworkGenerator(CandidateChoice.Cheapest, Target.EightLanes).AsSourceGenerator()],
        parseOptions: options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The files for these sources with kernels of both vector widths, by hint name.</summary>
    public static IReadOnlyDictionary<string, string> FilesOfBothWidths(params string[] sources) => FilesOf(
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: Compile.ParseOptions)
            .RunGenerators(Compile.Sources(sources)));

    /// <summary>The files for these sources, by hint name. Fails when the generator throws.</summary>
    public static IReadOnlyDictionary<string, string> Files(params string[] sources) =>
        FilesOf(NewDriver().RunGenerators(Compile.Sources(sources)));

    public static IReadOnlyDictionary<string, string> FilesOf(GeneratorDriver driver)
    {
        GeneratorRunResult result = ResultOf(driver);
        return result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());
    }

    /// <summary>Whether a run emitted kernels, which it does only for networks without errors.</summary>
    public static bool HasKernels(GeneratorDriver driver) => FilesOf(driver).Keys.Any(IsProgram);

    /// <summary>Whether this is the file that every network without errors has, and no network with errors.</summary>
    public static bool IsProgram(string hintName) => hintName.EndsWith("/Program.g.cs", StringComparison.Ordinal);

    /// <summary>The result of one run. Fails if the generator threw or reported a diagnostic, which only the analyzer
    /// may do.</summary>
    public static GeneratorRunResult ResultOf(GeneratorDriver driver)
    {
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics);
        return result;
    }
}
