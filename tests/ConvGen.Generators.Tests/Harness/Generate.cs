using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Harness;

/// <summary>Runs the generator over a compilation.</summary>
internal static class Generate
{
    /// <summary>A driver that records its steps.</summary>
    public static GeneratorDriver NewDriver() => NewDriver(Compile.ParseOptions);

    /// <summary>A driver that parses what is generated as a certain version of C#.</summary>
    public static GeneratorDriver NewDriver(CSharpParseOptions options) => CSharpGeneratorDriver.Create(
        [new NetworkGenerator().AsSourceGenerator()],
        parseOptions: options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The files for these sources, by hint name. Fails when the generator throws.</summary>
    public static IReadOnlyDictionary<string, string> Files(params string[] sources) =>
        FilesOf(NewDriver().RunGenerators(Compile.Sources(sources)));

    public static IReadOnlyDictionary<string, string> FilesOf(GeneratorDriver driver)
    {
        GeneratorRunResult result = ResultOf(driver);
        return result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());
    }

    /// <summary>What one run gave. Fails when the generator threw or reported anything: messages are the analyzer's.</summary>
    public static GeneratorRunResult ResultOf(GeneratorDriver driver)
    {
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics);
        return result;
    }
}
