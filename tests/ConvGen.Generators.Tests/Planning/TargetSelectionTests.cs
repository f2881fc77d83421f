using System.Collections.Immutable;
using ConvGen.Generators.Planning.Targets;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConvGen.Generators.Tests.Planning;

/// <summary>The vector widths that a project's networks are compiled for.</summary>
public sealed class TargetSelectionTests
{
    private const string Source = "using ConvGen; [Network(8)] [Dense(2), SoftmaxCrossEntropy] partial class Net;";

    [Theory]
    [InlineData(null, "256 512")]
    [InlineData("", "256 512")]
    [InlineData("256", "256")]
    [InlineData("512", "512")]
    [InlineData("256,512", "256 512")]
    [InlineData("512;256", "256 512")]
    [InlineData(" 512 , 512 ", "512")]
    [InlineData("128", "256 512")]
    public void A_property_names_the_widths(string? value, string widths) =>
        Assert.Equal(widths, string.Join(' ', TargetSelection.Parse(value).Select(target => target.VectorBits)));

    [Theory]
    [InlineData("256", "program = new global::ConvGen.Generated.NetKernels256.Program();")]
    [InlineData("512", "program = new global::ConvGen.Generated.NetKernels512.Program();")]
    [InlineData("256,512", "program = global::ConvGen.CompilerServices.VectorWidth.Is512 ? new global::ConvGen.Generated.NetKernels512.Program() "
        + ": new global::ConvGen.Generated.NetKernels256.Program();")]
    public void Kernels_are_generated_for_the_widths_of_the_project(string value, string creation)
    {
        IReadOnlyDictionary<string, string> files = Files(value);
        Assert.Contains(creation, files["Net/Network.Program.g.cs"], StringComparison.Ordinal);
        string[] widths = [.. value.Split(',')];
        string[] folders = [.. files.Keys.Where(file => file.Count(c => c == '/') > 1).Select(file => file.Split('/')[1]).Distinct()];
        Assert.Equal(widths, folders);
        Assert.All(widths, width => Assert.Contains(
            $"public override int VectorBits => {width};", files[$"Net/{width}/Program.g.cs"], StringComparison.Ordinal));
    }

    /// <summary>WebAssembly's interpreter calls MultiplyAddEstimate lane by lane; the helper has the same bits.</summary>
    [Theory]
    [InlineData("browser-wasm", "VectorMath.MultiplyAdd(", "MultiplyAddEstimate(")]
    [InlineData("linux-x64", "Vector256.MultiplyAddEstimate(", "VectorMath.MultiplyAdd(")]
    [InlineData(null, "Vector256.MultiplyAddEstimate(", "VectorMath.MultiplyAdd(")]
    public void Kernels_for_WebAssembly_call_the_helper_that_its_interpreter_runs_well(string? runtime, string called, string absent)
    {
        IReadOnlyDictionary<string, string> files = Files("256", runtime);
        Assert.Contains(files.Values, text => text.Contains(called, StringComparison.Ordinal));
        Assert.DoesNotContain(files.Values, text => text.Contains(absent, StringComparison.Ordinal));
    }

    [Fact]
    public void Loop_bodies_are_short_for_WebAssembly()
    {
        Assert.Equal([16], TargetSelection.Parse("256", "browser-wasm").Select(target => target.PreferredMultiplyAddsPerBody));
        Assert.Equal([60], TargetSelection.Parse("256", "linux-x64").Select(target => target.PreferredMultiplyAddsPerBody));
    }

    [Fact]
    public void Both_widths_compile_into_one_project()
    {
        Compilation compilation = Compile.Sources(Source);
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: Compile.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out ImmutableArray<Diagnostic> diagnostics);
        Assert.Empty(diagnostics);
        Assert.Empty(complete.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.NotNull(complete.GetTypeByMetadataName("ConvGen.Generated.NetKernels256.Program"));
        Assert.NotNull(complete.GetTypeByMetadataName("ConvGen.Generated.NetKernels512.Program"));
    }

    private static IReadOnlyDictionary<string, string> Files(string widths, string? runtime = null) => Generate.FilesOf(
        CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()],
            parseOptions: Compile.ParseOptions,
            optionsProvider: new ProjectOptions(widths, runtime)).RunGenerators(Compile.Sources(Source)));

    /// <summary>Passes the properties to generators as the compiler does.</summary>
    private sealed class ProjectOptions(string widths, string? runtime) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(widths, runtime);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options(string widths, string? runtime) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
            {
                value = key switch
                {
                    TargetSelection.OptionName => widths,
                    TargetSelection.RuntimeOptionName => runtime,
                    _ => null,
                };
                return value is not null;
            }
        }
    }
}
