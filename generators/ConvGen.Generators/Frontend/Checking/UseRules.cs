using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConvGen.Generators.Frontend.Checking;

/// <summary>What can be wrong where a network is used. Only the analyzer needs it.</summary>
internal static class UseRules
{
    private const string Trainer = "ConvGen.Trainer<TNetwork>";
    private const string Backpropagate = nameof(Backpropagate);

    /// <summary>A trainer, or a backward pass, of a network that declares no loss; null for everything else.</summary>
    public static TrainingUse? FindTrainingWithoutLoss(IOperation operation)
    {
        (INamedTypeSymbol? network, SyntaxNode place, string action) = operation switch
        {
            IObjectCreationOperation { Type: INamedTypeSymbol { Name: "Trainer", Arity: 1 } type }
                when type.OriginalDefinition.ToDisplayString() == Trainer =>
                (type.TypeArguments[0] as INamedTypeSymbol, TypeIn(operation.Syntax), "training"),
            IInvocationOperation { TargetMethod: { Name: Backpropagate, IsStatic: false } method }
                when operation.Syntax is InvocationExpressionSyntax call => (method.ContainingType, NameOf(call), Backpropagate),
            _ => (null, operation.Syntax, ""),
        };
        return network is not null && ConvGenAttributes.IsNetwork(network) && !ConvGenAttributes.HasLoss(network)
            ? new TrainingUse(network, place.GetLocation(), action)
            : null;
    }

    /// <summary>The type after <c>new</c>, or all of <c>new(...)</c>.</summary>
    private static SyntaxNode TypeIn(SyntaxNode creation) =>
        creation is ObjectCreationExpressionSyntax { Type: var type } ? type : creation;

    private static SyntaxNode NameOf(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax member ? member.Name : call.Expression;
}

/// <summary>Where a network is trained, and by what.</summary>
internal sealed record TrainingUse(INamedTypeSymbol Network, Location Location, string Action);
