using System.Reflection;
using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Planning;
using ConvGen.Tests.Compilation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Tests.Candidates;

/// <summary>
/// Every candidate for the forward pass of every shape, in one assembly: networks of one convolution each, which repeat its
/// kernel as often as they are told, so that a call is mostly kernel however small it is.
/// </summary>
internal sealed class CandidateKernels
{
    private const string Namespace = "Declared";
    private const string Switch = "KernelRepeats";
    private const string Kernel = "Conv1Forward.Run(";

    private readonly Dictionary<string, List<CandidateKernel>> kernels = [];
    private readonly CompiledProject project;

    public CandidateKernels(IEnumerable<NetworkSpec> shapes)
    {
        List<CSharpCompilation> generated = [];
        foreach (NetworkSpec shape in shapes)
        {
            ConvForwardSchedule chosen = Plan(shape);
            kernels.Add(shape.Name, []);
            foreach (CandidateSchedule candidate in (CandidateSchedule[])[chosen, .. chosen.Rejected])
            {
                string name = $"{shape.Name}{kernels[shape.Name].Count}";
                generated.Add(Declare(shape with { Name = name }, CandidateChoice.Prefer(candidate.Describe())).Generate());
                kernels[shape.Name].Add(new(candidate, shape, () => Create(name)));
            }
        }

        UserProject together = new()
        {
            Name = "Candidates",
            Sources = [$"public static class {Switch} {{ public static int Count = 1; }}"],
        };
        project = together.Emit(together.Declare().AddSyntaxTrees(generated.SelectMany(one => one.SyntaxTrees).Select(Repeat)));
    }

    /// <summary>The candidates for a shape, the chosen one first.</summary>
    public IReadOnlyList<CandidateKernel> Of(string shape) => kernels[shape];

    private (ITestNetwork Network, FieldInfo Repeats) Create(string name) =>
        (project.Create($"{Namespace}.{name}"), project.TypeNamed(Switch).GetField("Count")!);

    private static UserProject Declare(NetworkSpec spec, CandidateChoice choice) => new()
    {
        Name = spec.Name,
        Sources = [$"using ConvGen;\n\nnamespace {Namespace};\n\n{NetworkSource.Declare(spec)}"],
        Choice = choice,
    };

    /// <summary>What the cost model makes of a shape.</summary>
    private static ConvForwardSchedule Plan(NetworkSpec shape)
    {
        CSharpCompilation declared = Declare(shape, CandidateChoice.Cheapest).Declare();
        INamedTypeSymbol type = declared.GetTypeByMetadataName($"{Namespace}.{shape.Name}")!;
        NetworkDeclaration declaration = DeclarationReader.Read(type, CancellationToken.None).Declaration!;
        return Assert.IsType<ConvStage>(Planner.Plan(ShapeInference.Infer(declaration).Network!).Stages[0]).Forward;
    }

    /// <summary>Puts the call of the kernel in <c>Predict</c>, the first of the file, into a loop.</summary>
    private static SyntaxTree Repeat(SyntaxTree tree)
    {
        if (!tree.FilePath.EndsWith("/Passes.g.cs", StringComparison.Ordinal))
        {
            return tree;
        }

        string text = tree.ToString();
        int call = text.IndexOf(Kernel, text.IndexOf("void Predict(", StringComparison.Ordinal), StringComparison.Ordinal);
        string loop = $"for (int repeat = 0; repeat < global::{Switch}.Count; repeat++) ";
        return CSharpSyntaxTree.ParseText(text.Insert(call, loop), (CSharpParseOptions)tree.Options, tree.FilePath);
    }
}
