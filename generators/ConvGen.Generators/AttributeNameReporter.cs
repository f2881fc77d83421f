using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generators;

/// <summary>
/// Reports attributes that ConvGen does not have, and suggests the intended one (CVG043). This is a generator that emits no files: when a
/// name cannot be resolved, the command-line compiler runs generators but no analyzers, so <see cref="NetworkAnalyzer"/> would report it
/// only in editors.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class AttributeNameReporter : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<MisnamedAttribute> misnamed = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => MisnamedAttribute.IsCandidate(node),
                static (found, cancellation) =>
                    MisnamedAttribute.Read((AttributeSyntax)found.Node, found.SemanticModel, cancellation))
            .Where(static attribute => attribute is not null)
            .Select(static (attribute, _) => attribute!);
        context.RegisterSourceOutput(misnamed, static (output, attribute) => output.ReportDiagnostic(attribute.ToDiagnostic()));
    }
}
