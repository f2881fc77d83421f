using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generators.Tests.Pipeline;

/// <summary>Tests that each stage of the compiler, a folder each, uses only the stages before it.</summary>
public sealed class StageDependencyTests
{
    private const string Root = "ConvGen.Generators";

    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>The stages in the order of processing, which is also alphabetical.</summary>
    private static readonly string[] Stages = ["Common", "Diagnostics", "Frontend", "Inference", "Planning", "Rendering"];

    [Fact]
    [Trait("Category", "Slow")]
    public void A_stage_uses_only_those_before_it()
    {
        SyntaxTree[] trees =
        [
            .. Repository.SourcesBelow(Repository.Generators)
                // The framework of the tests contains these types.
                .Where(path => Path.GetFileName(path) != "Polyfills.cs")
                .Select(path => Compile.Parse(File.ReadAllText(path), Path.GetRelativePath(Repository.Generators, path))),
        ];
        Assert.Equal(
            Stages, trees.Select(StageFolderOf).Distinct().Where(folder => folder.Length > 0).Order(StringComparer.Ordinal));
        Assert.Contains(trees, tree => tree.FilePath.Split(Path.DirectorySeparatorChar).Length > 3);
        Assert.Empty(ViolationsIn(trees));
    }

    [Fact]
    public void Every_file_has_the_namespace_of_its_folder() =>
        Assert.All(
            Repository.SourcesBelow(Repository.Generators)
                .Where(path => Path.GetFileName(path) is not ("Polyfills.cs" or "GlobalUsings.cs")),
            path =>
            {
                string folder = Path.GetRelativePath(Repository.Generators, Path.GetDirectoryName(path)!);
                string expected = folder == "." ? Root : $"{Root}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
                Assert.Contains($"namespace {expected};", File.ReadAllText(path), StringComparison.Ordinal);
            });

    [Theory]
    [InlineData("Planning", "Rendering", true)]
    [InlineData("Planning.Convolution", "Rendering", true)]
    [InlineData("Planning", "Rendering.Convolution", true)]
    [InlineData("Planning.Convolution.Forward", "Rendering.Convolution.Direct", true)]
    [InlineData("Planning.Convolution.Forward", "Planning.Dense", false)]
    [InlineData("Rendering.Convolution.Direct", "Planning.Convolution.Forward", false)]
    public void The_check_covers_the_folders_of_a_stage(string user, string used, bool isViolation)
    {
        IReadOnlyList<string> violations = ViolationsIn(
            Compile.Parse($"namespace {Root}.{user}; class User {{ object M() => new {Root}.{used}.Used(); }}", $"{PathOf(user)}/User.cs"),
            Compile.Parse($"namespace {Root}.{used}; class Used;", $"{PathOf(used)}/Used.cs"));
        Assert.Equal(isViolation, violations.Count > 0);

        static string PathOf(string space) => space.Replace('.', Path.DirectorySeparatorChar);
    }

    [Theory]
    [InlineData("class User { object M() => new ConvGen.Generators.Planning.Plan(); }")]
    [InlineData("class User { object M() => new Planning.Plan(); }")]
    [InlineData("class User { int M() => Planning.Plan.Size; }")]
    [InlineData("class User : Planning.Plan;")]
    [InlineData("class User { string M() => nameof(Planning); }")]
    [InlineData("class User { object M(Frontend.Hidden hidden) => hidden.Leak; }")]
    public void The_check_sees_every_kind_of_use(string user) => Assert.NotEmpty(ViolationsIn(
        Compile.Parse($"namespace {Root}.Inference; {user}", "Inference/User.cs"),
        Compile.Parse($"namespace {Root}.Planning; class Plan {{ public const int Size = 3; }}", "Planning/Plan.cs"),
        Compile.Parse(
            $"namespace {Root}.Frontend; class Hidden {{ public Planning.Plan Leak => new(); }}", "Frontend/Hidden.cs")));

    /// <summary>Finds all names that refer to a later stage or one of its members.</summary>
    private static IReadOnlyList<string> ViolationsIn(params SyntaxTree[] trees)
    {
        CSharpCompilation compilation = Compile.Sources(ImplicitUsings)
            .AddReferences(
                MetadataReference.CreateFromFile(typeof(SyntaxNode).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(CSharpSyntaxTree).Assembly.Location))
            .AddSyntaxTrees(trees);
        // There are few namespaces and many names.
        Dictionary<INamespaceSymbol, int> stages = new(SymbolEqualityComparer.Default);
        Assert.DoesNotContain(
            compilation.GetDeclarationDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return
        [
            .. from tree in trees
               let model = compilation.GetSemanticModel(tree)
               let stage = Array.IndexOf(Stages, StageFolderOf(tree))
               where stage >= 0
               from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
               let used = StageOf(model.GetSymbolInfo(name).Symbol, stages)
               let typeOfUse = StageOf(model.GetTypeInfo(name).Type, stages)
               where Math.Max(used, typeOfUse) > stage
               select $"{tree.FilePath}: {Stages[stage]} uses {name} of {Stages[Math.Max(used, typeOfUse)]}",
        ];
    }

    /// <summary>The first folder of a file's path, which is its stage; empty for a file outside of all stages.</summary>
    private static string StageFolderOf(SyntaxTree tree) =>
        Path.GetDirectoryName(tree.FilePath)!.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)[0];

    /// <summary>The index of the stage in which a symbol is declared, or -1.</summary>
    /// <param name="symbol">The symbol, if there is one.</param>
    /// <param name="known">The results for the namespaces so far.</param>
    private static int StageOf(ISymbol? symbol, Dictionary<INamespaceSymbol, int> known)
    {
        if ((symbol as INamespaceSymbol ?? symbol?.ContainingNamespace) is not { } space)
        {
            return -1;
        }

        if (!known.TryGetValue(space, out int index))
        {
            string text = space.ToDisplayString();
            index = Array.FindIndex(
                Stages, stage => text == $"{Root}.{stage}" || text.StartsWith($"{Root}.{stage}.", StringComparison.Ordinal));
            known.Add(space, index);
        }

        return index;
    }
}
