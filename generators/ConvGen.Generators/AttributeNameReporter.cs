using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generators;

/// <summary>
/// Says what is meant by an attribute that ConvGen does not have (CVG043). A generator that emits no file, because the
/// command-line compiler runs no analyzer when a name cannot be resolved: <see cref="NetworkAnalyzer"/> would report it in editors alone.
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
