using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.Generators;

/// <summary>
/// The network compiler. For a declaration with errors it emits members that throw, and reports nothing: <see cref="NetworkAnalyzer"/>
/// reads the declaration with the same functions and reports every diagnostic.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    private readonly CandidateChoice _choice;
    private readonly EquatableArray<Target>? _targets;

    /// <summary>Creates the generator that the compiler loads.</summary>
    public NetworkGenerator()
        : this(CandidateChoice.Cheapest)
    {
    }

    /// <summary>Creates a generator that prefers certain kernels, or compiles for certain targets whatever the project's settings, for
    /// tests that compare them.</summary>
    internal NetworkGenerator(CandidateChoice choice, params Target[] targets)
    {
        _choice = choice;
        _targets = targets.Length > 0 ? new EquatableArray<Target>(targets) : null;
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Only declarations are cached: plain values that compare equal when the attributes are equivalent.
        IncrementalValuesProvider<NetworkClass> networks = context.SyntaxProvider
            .ForAttributeWithMetadataName(ConvGenAttributes.NetworkMetadataName, IsType, ReadDeclaration)
            .WithTrackingName(TrackedSteps.Declarations)
            .Where(network => network is not null)
            .Select((network, _) => network!)
            .WithTrackingName(TrackedSteps.Networks);

        IncrementalValueProvider<EquatableArray<Target>> targets = context.AnalyzerConfigOptionsProvider
            .Select((options, _) => _targets ?? ReadTargets(options.GlobalOptions));

        // Editors run the first output on every edit. They leave the second, which holds the large kernels, to the build.
        context.RegisterSourceOutput(networks, EmitSurface);
        context.RegisterImplementationSourceOutput(
            networks.Combine(targets), (output, source) => EmitKernels(output, source.Left, source.Right));
    }

    private static bool IsType(SyntaxNode node, CancellationToken cancellation) => node is TypeDeclarationSyntax;

    private static EquatableArray<Target> ReadTargets(AnalyzerConfigOptions options) =>
        TargetSelection.Parse(
            options.TryGetValue(TargetSelection.OptionName, out string? widths) ? widths : null,
            options.TryGetValue(TargetSelection.RuntimeOptionName, out string? runtime) ? runtime : null);

    private static NetworkClass? ReadDeclaration(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not INamedTypeSymbol type)
        {
            return null;
        }

        ReadResult read = DeclarationReader.Read(type, cancellation);
        return (NetworkClass?)read.Declaration
            ?? (ConvGenAttributes.DeclarationOf(type, cancellation) == context.TargetNode ? read.Invalid : null);
    }

    private static void EmitSurface(SourceProductionContext context, NetworkClass network)
    {
        Add(context, network switch
        {
            NetworkDeclaration declaration => RenderSurface(declaration, ShapeInference.Infer(declaration)),
            InvalidDeclaration invalid => NetworkRenderer.RenderInvalidSurface(invalid),
            _ => throw Unreachable.Kind(network),
        });
    }

    private static IEnumerable<GeneratedFile> RenderSurface(NetworkDeclaration declaration, InferenceResult inferred) =>
        inferred.Network is { } shaped
            ? NetworkRenderer.RenderSurface(shaped)
            : NetworkRenderer.RenderInvalidSurface(InvalidDeclaration.Of(declaration, inferred.Problems));

    private void EmitKernels(SourceProductionContext context, NetworkClass network, EquatableArray<Target> targets)
    {
        if (network is NetworkDeclaration declaration && ShapeInference.Infer(declaration).Network is { } shaped)
        {
            Add(context, NetworkRenderer.RenderProgramCreation(shaped, targets));
            foreach (Target target in targets)
            {
                Add(context, NetworkRenderer.RenderKernels(Planner.Plan(shaped, target, _choice)));
            }
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
