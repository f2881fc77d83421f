using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ConvGen.Generators.Frontend.Checking;

/// <summary>Checks the code that uses a network. Only the analyzer calls this class.</summary>
internal static class UseRules
{
    private const string Trainer = "ConvGen.Trainer<TNetwork>";
    private const string Backpropagate = nameof(Backpropagate);

    /// <summary>Finds the creation of a trainer, or a call of a backward pass, for a network that declares no loss; null for any other
    /// operation.</summary>
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

    /// <summary>The type after <c>new</c>, or the whole expression for <c>new(...)</c>.</summary>
    private static SyntaxNode TypeIn(SyntaxNode creation) =>
        creation is ObjectCreationExpressionSyntax { Type: var type } ? type : creation;

    private static SyntaxNode NameOf(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax member ? member.Name : call.Expression;
}

/// <summary>A place in the source that trains a network.</summary>
internal sealed record TrainingUse(INamedTypeSymbol Network, Location Location, string Action);
