using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Benchmarks.Kernels;

/// <summary>Puts a switch before every kernel call of a generated training pass, so that a pass can run up to a
/// kernel, and then this kernel alone any number of times: its arguments are the results of the earlier calls.
/// </summary>
internal sealed class KernelSwitches : CSharpSyntaxRewriter
{
    /// <summary>The class with the switches that generated code reads.</summary>
    public const string ClassName = "KernelSwitch";

    /// <summary>The first kernel that runs, and the one before which the pass ends.</summary>
    public const string First = "First", End = "End";

    /// <summary>The switches for the parts of a backward kernel.</summary>
    public const string WeightGradient = "WeightGradient", InputGradient = "InputGradient";

    private readonly List<string> _kernels = [];

    /// <summary>The number of kernels that the training pass calls before this one.</summary>
    /// <param name="kernel">The kernel, such as <c>Conv1Forward.Run</c>.</param>
    public int TurnOf(string kernel) => _kernels.IndexOf(kernel) is >= 0 and int turn
        ? turn
        : throw new ArgumentException($"The training pass calls no {kernel}, only {string.Join(", ", _kernels)}.", nameof(kernel));

    /// <summary>The same compilation with all switches, turned on.</summary>
    public CSharpCompilation AddTo(CSharpCompilation complete)
    {
        SyntaxTree[] trees =
        [
            .. complete.SyntaxTrees.Select(tree => tree.WithRootAndOptions(Visit(tree.GetRoot()), tree.Options)),
            CSharpSyntaxTree.ParseText(
                $$"""
                public static class {{ClassName}}
                {
                    public static int {{First}} = 0, {{End}} = int.MaxValue;
                    public static bool {{WeightGradient}} = true, {{InputGradient}} = true;
                }
                """,
                (CSharpParseOptions)complete.SyntaxTrees[0].Options),
        ];
        return complete.RemoveAllSyntaxTrees().AddSyntaxTrees(trees);
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        (ClassOf(node), node.Identifier.Text, node.Body) switch
        {
            ("Program", "Train", { } body) => node.WithBody(body.WithStatements([.. body.Statements.Select(SwitchKernel)])),
            (var name, "Run", { } body) when name.EndsWith("Backward", StringComparison.Ordinal) =>
                node.WithBody(SwitchParts(body)),
            _ => node,
        };

    private static string ClassOf(MethodDeclarationSyntax method) => ((ClassDeclarationSyntax)method.Parent!).Identifier.Text;

    /// <summary>Replaces a call by <c>if (its turn) call;</c>. If it is not its turn, the loss is 0.</summary>
    private StatementSyntax SwitchKernel(StatementSyntax statement)
    {
        switch (statement)
        {
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }:
                return If(NextTurn(call), statement);
            case LocalDeclarationStatementSyntax { Declaration: { Type: PredefinedTypeSyntax, Variables: [var loss] } }
                when loss is { Initializer.Value: InvocationExpressionSyntax call }:
                ExpressionSyntax either = SyntaxFactory.ParseExpression($"{NextTurn(call)} ? {call} : 0");
                return statement.ReplaceNode(call, either);
            default:
                return statement;
        }
    }

    private string NextTurn(InvocationExpressionSyntax call)
    {
        int number = _kernels.Count;
        _kernels.Add(call.Expression.ToString());
        return $"global::{ClassName}.{First} <= {number} && {number} < global::{ClassName}.{End}";
    }

    private static BlockSyntax SwitchParts(BlockSyntax body)
    {
        ImmutableArray<ExpressionStatementSyntax> parts =
            [.. body.DescendantNodes().OfType<ExpressionStatementSyntax>().Where(call => PartOf(call) is not null)];
        return body.ReplaceNodes(parts, (_, call) => If($"global::{ClassName}.{PartOf(call)}", call));
    }

    /// <summary>Methods such as <c>WeightGradient4</c> are named after the part that they compute.</summary>
    private static string? PartOf(ExpressionStatementSyntax statement)
    {
        string called = statement.Expression is InvocationExpressionSyntax call ? call.Expression.ToString() : "";
        return ((string[])[WeightGradient, InputGradient]).FirstOrDefault(
            part => called.Contains(part, StringComparison.Ordinal));
    }

    private static StatementSyntax If(string condition, StatementSyntax then) =>
        SyntaxFactory.ParseStatement($"if ({condition}) {{ {then} }}\n");
}
