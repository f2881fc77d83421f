using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Frontend;

/// <summary>The entry point of the front end: turns a class and its attributes into a declaration of plain values.</summary>
internal static class DeclarationReader
{
    /// <summary>
    /// Reads the ConvGen attributes of a class. This is a pure function: the generator calls it and uses the declaration, the analyzer
    /// calls it and reports the problems.
    /// </summary>
    /// <param name="type">Any type. For a type without ConvGen attributes, the result has neither a declaration nor problems.</param>
    /// <param name="cancellation">Cancels reading.</param>
    public static ReadResult Read(INamedTypeSymbol type, CancellationToken cancellation)
    {
        IReadOnlyList<AttributeData> attributes = ConvGenAttributes.Of(type);
        ProblemList problems = new();
        InputDeclaration? input = null;
        InitScheme init = InitScheme.He;
        List<LayerDeclaration> layers = [];
        for (int i = 0; i < attributes.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            AttributeReader attribute = new(attributes[i], i, type.Name, problems);
            if (attribute.Kind == ConvGenAttributes.Network)
            {
                input = ReadInput(attribute);
                init = ReadInit(attribute);
            }
            else if (LayerReader.Read(attribute) is { } layer)
            {
                layers.Add(layer);
            }
        }

        if (input is null)
        {
            if (layers.Count > 0)
            {
                problems.Add(Rules.LayerWithoutNetwork, new Site.Attribute(layers[0].AttributeIndex), type.Name);
            }

            return new ReadResult(null, problems.ToArray());
        }

        ProblemList problemsOfClass = new();
        bool isSupported = ClassRules.Check(type, problemsOfClass, cancellation);
        problems.AddRange(problemsOfClass);
        if (isSupported)
        {
            ClassRules.CheckMembers(type, problems);
        }

        CheckOneDeclaration(type, attributes, problems, cancellation);
        bool bracketsMatch = BracketRules.Check(layers, problems);
        EquatableArray<LayerDeclaration> allLayers = RepeatExpansion.Expand(layers, bracketsMatch, problems);
        OrderRules.Check(allLayers, type.Name, problems);
        NameRules.Check(type, allLayers, problems);
        NetworkDeclaration? declaration = problemsOfClass.HasErrors ? null : Declare(type, input, init, allLayers);
        return problems.HasErrors
            ? new ReadResult(null, problems.ToArray())
            {
                Invalid = declaration is null ? null : DeclareInvalid(type, declaration, problems.ToArray()),
            }
            : new ReadResult(declaration, problems.ToArray());
    }

    private static InputDeclaration ReadInput(AttributeReader network) => network.Has("length")
        ? new InputDeclaration(network.Size("length"), Height: 1, Width: 1, IsFlat: true)
        : new InputDeclaration(network.Size("channels"), network.Size("height"), network.Size("width"), IsFlat: false);

    private static InitScheme ReadInit(AttributeReader network)
    {
        int value = network.Choice("Init", (int)InitScheme.He);
        if (!Enum.IsDefined(typeof(InitScheme), value))
        {
            network.Report(
                Rules.UnknownInit, "Init", $"Init = {Numbers.Plain(value)}",
                string.Join(", ", Enum.GetNames(typeof(InitScheme)).Select(name => $"Init.{name}")));
        }

        return (InitScheme)value;
    }

    /// <summary>Reports attributes on several declarations: C# orders the attributes of one declaration, but not the
    /// declarations.</summary>
    private static void CheckOneDeclaration(
        INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes, ProblemList problems, CancellationToken cancellation)
    {
        if (type.DeclaringSyntaxReferences.Length == 1)
        {
            return;
        }

        SyntaxNode?[] declarations =
            [.. attributes.Select(attribute => attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent)];
        int count = declarations.Distinct().Count();
        if (count > 1)
        {
            SyntaxNode? home = declarations[ConvGenAttributes.IndexOfNetwork(attributes)];
            int firstElsewhere = Array.FindIndex(declarations, declaration => declaration != home);
            problems.Add(
                Rules.SeveralDeclarations, new Site.Attribute(firstElsewhere), type.Name, Numbers.Plain(count));
        }
    }

    private static NetworkDeclaration Declare(
        INamedTypeSymbol type, InputDeclaration input, InitScheme init, EquatableArray<LayerDeclaration> layers) => new()
        {
            Namespace = TypeHeaders.NamespaceOf(type),
            ContainingTypes = [.. type.OuterTypes().Reverse().Select(TypeHeaders.Of)],
            Type = TypeHeaders.Of(type),
            Input = input,
            Init = init,
            Layers = layers,
        };

    private static InvalidDeclaration DeclareInvalid(
        INamedTypeSymbol type, NetworkDeclaration declaration, EquatableArray<Problem> problems) =>
        InvalidDeclaration.Of(
            declaration, declaration.Input, declaration.Layers, problems, NameRules.MembersOf(type, declaration.Layers)) with
        {
            Taken = Members.TakenByUser(type),
        };
}

/// <summary>The result of reading a class: a declaration, or the errors that prevent one, or neither for a class without ConvGen
/// attributes.</summary>
internal sealed record ReadResult(NetworkDeclaration? Declaration, EquatableArray<Problem> Problems)
{
    /// <summary>The valid parts of a declaration with errors; null if a generated part cannot be added to the class.</summary>
    public InvalidDeclaration? Invalid { get; init; }
}
