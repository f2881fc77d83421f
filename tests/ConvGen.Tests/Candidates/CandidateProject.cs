using ConvGen.Generators.Frontend;
using ConvGen.Generators.Frontend.Declarations;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Planning;
using ConvGen.Generators.Planning.Convolution;
using ConvGen.Generators.Planning.Schedules;
using ConvGen.Tests.Compilation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Tests.Candidates;

/// <summary>
/// All candidates for a pass of all shapes in one assembly: a network with one convolution for each, whose kernel calls are rewritten so
/// that the kernel can be timed separately.
/// </summary>
internal sealed class CandidateProject
{
    private const string Namespace = "Declared";
    private const string SwitchClass = "KernelSwitch";

    private readonly Lazy<Dictionary<string, IReadOnlyList<CandidateKernel>>> _kernels;

    public CandidateProject() => _kernels = new(Make);

    /// <summary>Creates a kernel from a schedule, a shape, a network that uses the schedule, and the class of the switch.</summary>
    public delegate CandidateKernel KernelMaker(
        CandidateSchedule schedule, NetworkSpec shape, Lazy<ITestNetwork> network, Type switches);

    public required string Name { get; init; }

    public required IReadOnlyList<NetworkSpec> Shapes { get; init; }

    /// <summary>Gets the schedule that the cost model has chosen for the pass.</summary>
    public required Func<ConvStage, CandidateSchedule> ScheduleOf { get; init; }

    /// <summary>The class <c>KernelSwitch</c>, which controls the rewritten calls.</summary>
    public required string Switch { get; init; }

    /// <summary>Rewrites the file that calls the kernels.</summary>
    public required Func<string, string> Rewrite { get; init; }

    public required KernelMaker Kernel { get; init; }

    /// <summary>The candidates for a shape, the chosen one first.</summary>
    public IReadOnlyList<CandidateKernel> Of(string shape) => _kernels.Value[shape];

    private Dictionary<string, IReadOnlyList<CandidateKernel>> Make()
    {
        List<CSharpCompilation> generated = [];
        List<(NetworkSpec Shape, CandidateSchedule Schedule, string Network)> made = [];
        foreach (NetworkSpec shape in Shapes)
        {
            CandidateSchedule chosen = ScheduleOf(Plan(shape));
            foreach (CandidateSchedule candidate in (CandidateSchedule[])[chosen, .. chosen.Rejected])
            {
                string name = $"{shape.Name}{made.Count}";
                generated.Add(Declare(shape with { Name = name }, CandidateChoice.Prefer(candidate.Describe())).Generate());
                made.Add((shape, candidate, name));
            }
        }

        UserProject together = new() { Name = Name, Sources = [Switch] };
        CompiledProject project = together.Emit(
            together.Declare().AddSyntaxTrees(generated.SelectMany(one => one.SyntaxTrees).Select(RewritePasses)));
        return made.GroupBy(one => one.Shape.Name).ToDictionary(
            shape => shape.Key,
            IReadOnlyList<CandidateKernel> (shape) =>
            [
                .. shape.Select(one => Kernel(
                    one.Schedule, one.Shape, new(() => project.Create($"{Namespace}.{one.Network}")), project.TypeNamed(SwitchClass))),
            ]);
    }

    private static UserProject Declare(NetworkSpec spec, CandidateChoice choice) => new()
    {
        Name = spec.Name,
        Sources = [$"using ConvGen;\n\nnamespace {Namespace};\n\n{NetworkSource.Declare(spec)}"],
        Choice = choice,
    };

    /// <summary>Plans a shape as the cost model chooses.</summary>
    private static ConvStage Plan(NetworkSpec shape)
    {
        CSharpCompilation declared = Declare(shape, CandidateChoice.Cheapest).Declare();
        INamedTypeSymbol type = declared.GetTypeByMetadataName($"{Namespace}.{shape.Name}")!;
        NetworkDeclaration declaration = DeclarationReader.Read(type, CancellationToken.None).Declaration!;
        return Assert.Single(Planner.Plan(ShapeInference.Infer(declaration).Network!, TestedWidth.Target).Stages.OfType<ConvStage>());
    }

    private SyntaxTree RewritePasses(SyntaxTree tree) =>
        tree.FilePath.EndsWith("/Passes.g.cs", StringComparison.Ordinal)
            ? CSharpSyntaxTree.ParseText(Rewrite(tree.ToString()), (CSharpParseOptions)tree.Options, tree.FilePath)
            : tree;
}
