using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Pipeline;

/// <summary>Tests that Roslyn caches the steps of the generator between two keystrokes.</summary>
public sealed class CachingTests
{
    private const string Network =
        """
        namespace Some;

        [Network(1, 6, 6)]
        [Conv(2, 3, Name = "First"), MaxPool(2), ReLU]
        [Dense(3), SoftmaxCrossEntropy]
        public sealed partial class Net
        {
            public int Twice(int x) => x + x;
        }
        """;

    private const string Elsewhere = "class Elsewhere { int M() => 1; }";

    [Fact]
    public void An_edit_elsewhere_leaves_every_step_cached() =>
        AssertCachedAfter(compilation => Replace(compilation, "File1.cs", "class Elsewhere { int M() => 2; int N; }"));

    [Fact]
    public void A_comment_elsewhere_leaves_every_step_cached() =>
        AssertCachedAfter(compilation => Replace(compilation, "File1.cs", "// What follows.\n" + Elsewhere));

    [Fact]
    public void A_new_file_leaves_every_step_cached() =>
        AssertCachedAfter(compilation => compilation.AddSyntaxTrees(Compile.Parse("class New;", "New.cs")));

    [Fact]
    public void A_removed_file_leaves_every_step_cached() =>
        AssertCachedAfter(compilation => compilation.RemoveSyntaxTrees(TreeOf(compilation, "File1.cs")));

    [Fact]
    public void A_comment_above_the_network_leaves_every_step_cached() =>
        AssertCachedAfter(compilation => Replace(compilation, "File0.cs", "// The network.\n" + Network));

    [Fact]
    public void A_comment_between_the_layers_leaves_every_step_cached() =>
        AssertCachedAfter(Edit("[Dense(3), ", "// Three classes.\n[Dense(/* three */ 3), "));

    [Fact]
    public void An_equivalent_spelling_leaves_every_step_cached() =>
        AssertCachedAfter(Edit("Conv(2, 3, ", "Conv(kernel: 1 + 2, filters: 2, Bias = true, "));

    [Fact]
    public void Another_attribute_of_the_class_leaves_every_step_cached() =>
        AssertCachedAfter(Edit("[Dense", "[System.Obsolete, Dense"));

    [Fact]
    public void Code_inside_the_class_leaves_every_step_cached() => AssertCachedAfter(Edit("x + x", "2 * x"));

    [Fact]
    public void A_changed_size_runs_the_generator_again()
    {
        GeneratorRunResult result = RunAgain(Edit("Dense(3)", "Dense(4)"));
        Assert.Equal([IncrementalStepRunReason.Modified], ReasonsOf(result.TrackedSteps[TrackedSteps.Networks]));
    }

    [Fact]
    public void Editing_one_of_a_hundred_networks_emits_one_again()
    {
        string[] sources =
            [.. Enumerable.Range(1, 100).Select(i => $"[Network(8)] [Dense({i}), ReLU, MeanSquaredError] partial class Net{i};")];
        CSharpCompilation compilation = Compile.Sources(sources);
        GeneratorDriver driver = Generate.NewDriver().RunGenerators(compilation);
        Assert.Equal(100, ReasonsOf(Generate.ResultOf(driver).TrackedSteps[TrackedSteps.Networks]).Length);

        string edited = sources[42].Replace("ReLU", "Tanh", StringComparison.Ordinal);
        GeneratorRunResult result = Generate.ResultOf(driver.RunGenerators(Replace(compilation, "File42.cs", edited)));

        Assert.Single(ReasonsOf(result.TrackedSteps[TrackedSteps.Networks]), reason => !IsCached(reason));
        Assert.NotEmpty(result.TrackedOutputSteps);
        Assert.All(result.TrackedOutputSteps, output =>
        {
            IncrementalStepRunReason[] reasons = ReasonsOf(output.Value);
            Assert.Equal(100, reasons.Length);
            Assert.Single(reasons, reason => !IsCached(reason));
        });
    }

    [Fact]
    public void Another_invalid_number_in_an_invalid_network_leaves_its_members_unchanged()
    {
        const string Invalid = "[Network(8)] [Conv(-1, 3, Name = \"First\"), Dense(3)] partial class Invalid;";
        CSharpCompilation compilation = Compile.Sources(Invalid);
        GeneratorDriver driver = Generate.NewDriver().RunGenerators(compilation);
        string members = Assert.Single(Generate.FilesOf(driver)).Value;
        Assert.Contains("ConvLayer First =>", members, StringComparison.Ordinal);

        GeneratorRunResult result = Generate.ResultOf(
            driver.RunGenerators(Replace(compilation, "File0.cs", Invalid.Replace("-1", "-12", StringComparison.Ordinal))));
        Assert.All(ReasonsOf(result.TrackedSteps[TrackedSteps.Networks]), reason => Assert.True(IsCached(reason)));
        Assert.Equal(members, Assert.Single(result.GeneratedSources).SourceText.ToString());
    }

    [Fact]
    public void Cached_values_hold_no_part_of_a_compilation()
    {
        GeneratorRunResult result = Generate.ResultOf(Generate.NewDriver().RunGenerators(Compile.Sources(
            Network,
            "partial class Outer { [Network(8, Init = Init.Book)] [Dense(2, Bias = false, Name = \"Last\")] partial record In; }",
            "[Network(8)] class Bad;",
            "namespace Some; [Network(8)] [Dense(0, Name = \"First\")] partial class Invalid { int Summary; }")));
        object[] values =
        [
            .. result.TrackedSteps[TrackedSteps.Declarations].Concat(result.TrackedSteps[TrackedSteps.Networks])
                .SelectMany(step => step.Outputs).Select(output => output.Value).OfType<object>(),
        ];
        Assert.Equal(6, values.Length);
        Assert.All(values, value => Assert.Empty(ObjectGraph.ForbiddenIn(value)));
    }

    [Fact]
    public void The_walk_over_the_object_graph_finds_forbidden_objects()
    {
        SyntaxTree tree = Compile.Parse("class A;", "A.cs");
        object value = new { Deep = new List<object> { new[] { tree.GetRoot() } }, Name = "A" };
        Assert.Equal(["Deep.0.0"], ObjectGraph.ForbiddenIn(value));
        Assert.Equal(["Deep"], ObjectGraph.ForbiddenIn(new { Deep = Location.Create(tree, default) }));
    }

    /// <summary>Creates an edit of the network's file.</summary>
    private static Func<CSharpCompilation, CSharpCompilation> Edit(string what, string replacement)
    {
        Assert.Contains(what, Network, StringComparison.Ordinal);
        return compilation => Replace(compilation, "File0.cs", Network.Replace(what, replacement, StringComparison.Ordinal));
    }

    /// <summary>Runs on a network and other code, edits, runs again, and expects that every later step is
    /// cached.</summary>
    private static void AssertCachedAfter(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        GeneratorRunResult result = RunAgain(edit);
        Assert.All(
            [TrackedSteps.Declarations, TrackedSteps.Networks],
            name => Assert.All(ReasonsOf(result.TrackedSteps[name]), reason => Assert.True(IsCached(reason), name)));
        Assert.NotEmpty(result.TrackedOutputSteps);
        Assert.All(
            result.TrackedOutputSteps,
            output => Assert.Equal([IncrementalStepRunReason.Cached], ReasonsOf(output.Value)));
    }

    private static GeneratorRunResult RunAgain(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        CSharpCompilation compilation = Compile.Sources(Network, Elsewhere);
        GeneratorDriver driver = Generate.NewDriver().RunGenerators(compilation);
        Assert.Equal([IncrementalStepRunReason.New], ReasonsOf(Generate.ResultOf(driver).TrackedSteps[TrackedSteps.Networks]));
        return Generate.ResultOf(driver.RunGenerators(edit(compilation)));
    }

    private static bool IsCached(IncrementalStepRunReason reason) =>
        reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;

    private static IncrementalStepRunReason[] ReasonsOf(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        [.. steps.SelectMany(step => step.Outputs).Select(output => output.Reason)];

    private static CSharpCompilation Replace(CSharpCompilation compilation, string path, string source) =>
        compilation.ReplaceSyntaxTree(TreeOf(compilation, path), Compile.Parse(source, path));

    private static SyntaxTree TreeOf(CSharpCompilation compilation, string path) =>
        compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
}
