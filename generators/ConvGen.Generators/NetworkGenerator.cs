using System.Text;
using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Planning;
using ConvGen.Generators.Rendering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.Generators;

/// <summary>
/// The network compiler. It says nothing about bad declarations, for which it emits no file: <see cref="NetworkAnalyzer"/>
/// reads them with the same functions and owns every message.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    private readonly CandidateChoice choice;

    /// <summary>The generator as compilers load it.</summary>
    public NetworkGenerator()
        : this(CandidateChoice.Cheapest)
    {
    }

    /// <summary>A generator that prefers certain kernels, for tests that compare them.</summary>
    internal NetworkGenerator(CandidateChoice choice) => this.choice = choice;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Only declarations are cached: plain values, equal when the attributes say the same.
        IncrementalValuesProvider<NetworkDeclaration> networks = context.SyntaxProvider
            .ForAttributeWithMetadataName(ConvGenAttributes.NetworkMetadataName, IsType, ReadDeclaration)
            .WithTrackingName(TrackedSteps.Declarations)
            .Where(declaration => declaration is not null)
            .Select((declaration, _) => declaration!)
            .WithTrackingName(TrackedSteps.Networks);

        // Editors run the first while people type, and leave the second, with the large kernels, to the build.
        context.RegisterSourceOutput(networks, EmitSurface);
        context.RegisterImplementationSourceOutput(networks, EmitKernels);
    }

    private static bool IsType(SyntaxNode node, CancellationToken cancellation) => node is TypeDeclarationSyntax;

    private static NetworkDeclaration? ReadDeclaration(
        GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        context.TargetSymbol is INamedTypeSymbol type ? DeclarationReader.Read(type, cancellation).Declaration : null;

    private void EmitSurface(SourceProductionContext context, NetworkDeclaration declaration)
    {
        if (ShapeInference.Infer(declaration).Network is { } network)
        {
            Add(context, NetworkRenderer.RenderSurface(Planner.Plan(network, Target.EightLanes, choice)));
        }
    }

    private void EmitKernels(SourceProductionContext context, NetworkDeclaration declaration)
    {
        if (ShapeInference.Infer(declaration).Network is { } network)
        {
            Add(context, NetworkRenderer.RenderKernels(Planner.Plan(network, Target.EightLanes, choice)));
        }
    }

    private static void Add(SourceProductionContext context, IEnumerable<GeneratedFile> files)
    {
        foreach (GeneratedFile file in files)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            context.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
        }
    }
}
