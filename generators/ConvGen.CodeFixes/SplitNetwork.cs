using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.CodeFixes;

/// <summary>A network whose attributes are on several declarations of its class.</summary>
internal sealed class SplitNetwork
{
    private SplitNetwork(IReadOnlyList<NetworkPart> parts, NetworkPart? home)
    {
        Parts = parts;
        Home = home;
    }

    /// <summary>The declarations that have attributes of ConvGen, in the order of the files.</summary>
    public IReadOnlyList<NetworkPart> Parts { get; }

    /// <summary>The declaration with [Network]; null if there is none, or several.</summary>
    public NetworkPart? Home { get; }

    public static SplitNetwork Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        List<NetworkPart> parts = [];
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax declaration)
            {
                var part = NetworkPart.Read(declaration, compilation.GetSemanticModel(declaration.SyntaxTree));
                if (part.Attributes.Count > 0)
                {
                    parts.Add(part);
                }
            }
        }

        NetworkPart[] homes = [.. parts.Where(part => part.NetworkCount > 0)];
        return new SplitNetwork(parts, homes.Length == 1 && homes[0].NetworkCount == 1 ? homes[0] : null);
    }

    /// <summary>Adds the layers of the other declarations after those of the declaration with [Network], with the
    /// losses last.</summary>
    public void Merge(SolutionEdits edits)
    {
        NetworkPart home = Home!;
        NetworkPart[] others = [.. Parts.Where(part => part != home)];
        List<string> lists = [.. others.SelectMany(part => part.LayersByList)];
        AttributeSyntax[] losses = [.. home.Losses, .. others.SelectMany(part => part.Losses)];

        // Layers are added after a loss of the target declaration, so the loss has to move.
        bool lossMoves = lists.Count > 0 && home.Losses.Count > 0;
        string[] last = [.. losses.Skip(lossMoves ? 0 : home.Losses.Count).Select(loss => $"{loss}")];
        if (lists.Count == 0)
        {
            lists.Add(string.Join(", ", last));
        }
        else if (last.Length > 0)
        {
            lists[lists.Count - 1] += $", {string.Join(", ", last)}";
        }

        edits.Add(
            home.Type.SyntaxTree,
            [
                .. lossMoves ? home.Losses.SelectMany(Removal.Of) : [],
                new TextChange(new TextSpan(home.End, 0), string.Concat(lists.Select(list => $"{home.Separator}[{list}]"))),
            ]);
        foreach (NetworkPart part in others)
        {
            edits.Add(part.Type.SyntaxTree, part.Remove());
        }
    }
}

/// <summary>One declaration, with its attributes of ConvGen.</summary>
internal sealed class NetworkPart
{
    private readonly SemanticModel _model;

    private NetworkPart(TypeDeclarationSyntax type, SemanticModel model)
    {
        _model = model;
        Type = type;
        Attributes = Declared.AttributesOf(type, model);
    }

    public TypeDeclarationSyntax Type { get; }

    public IReadOnlyList<AttributeSyntax> Attributes { get; }

    public int NetworkCount => Attributes.Count(attribute => Declared.KindOf(attribute, _model) == Declared.Network);

    public IReadOnlyList<AttributeSyntax> Losses =>
        [.. Attributes.Where(attribute => Declared.IsLoss(attribute, _model))];

    /// <summary>The text of the layers between their brackets, such as <c>Dense(30), ReLU</c>.</summary>
    public IEnumerable<string> LayersByList => Attributes
        .Where(attribute => !Declared.IsLoss(attribute, _model))
        .GroupBy(attribute => attribute.Parent)
        .Select(list => string.Join(", ", list));

    /// <summary>The position after the brackets of the last of these attributes.</summary>
    public int End => Attributes[Attributes.Count - 1].Parent!.Span.End;

    /// <summary>The white space between two attribute lists: a line end and the indentation, or a space if all are on
    /// one line.</summary>
    public string Separator
    {
        get
        {
            SourceText text = Type.SyntaxTree.GetText();
            TextLine line = text.Lines.GetLineFromPosition(End);
            string first = text.Lines.GetLineFromPosition(Attributes[0].SpanStart).ToString();
            string indentation = first.Substring(0, first.Length - first.TrimStart().Length);
            bool isLast = Attributes[Attributes.Count - 1].Parent!.GetLastToken().GetNextToken().SpanStart > line.End;
            return isLast ? text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)) + indentation : " ";
        }
    }

    public static NetworkPart Read(TypeDeclarationSyntax type, SemanticModel model) => new(type, model);

    /// <summary>Removes the attributes, and the whole declaration if it contains nothing else.</summary>
    public IReadOnlyList<TextChange> Remove()
    {
        bool isEmpty = Type is { Members.Count: 0, BaseList: null, ParameterList: null, ConstraintClauses.Count: 0 }
            && Type.AttributeLists.Sum(list => list.Attributes.Count) == Attributes.Count
            && Type.DescendantTrivia().All(trivia =>
                trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return isEmpty
            ? [new TextChange(Type.FullSpan, "")]
            : [.. Type.AttributeLists.SelectMany(RemoveFrom)];
    }

    private IReadOnlyList<TextChange> RemoveFrom(AttributeListSyntax list)
    {
        AttributeSyntax[] own = [.. list.Attributes.Where(Attributes.Contains)];
        return own.Length == list.Attributes.Count ? Removal.Of(list) : [.. own.SelectMany(Removal.Of)];
    }
}
