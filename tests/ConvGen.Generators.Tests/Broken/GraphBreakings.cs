using System.Collections.Immutable;

namespace ConvGen.Generators.Tests.Broken;

/// <summary>Ways to break one rule about brackets, values and outputs, for the networks of <see cref="GraphDrawer"/>.</summary>
internal static class GraphBreakings
{
    /// <summary>No drawn layer has this kind, so that an inserted one changes no automatic name.</summary>
    private const string Own = "Softplus";

    public static IReadOnlyList<Breaking> All { get; } =
    [
        WithAnOpening, WithoutAnEnding, WithAnEnding, WithAShortcutAlone, WithCrossedBrackets, WithTwoShortcuts, WithAnEmptyBracket,
        WithALossInABracket, WithARepeatedName, WithARepeatedOutput, WithTooManyRepetitions, WithNoRepetition, WithAMissingName,
        WithANameInAnotherCase, WithALaterLayer, WithItself, WithAnotherShape, WithoutAShortcut, WithAnotherShortcut, WithAnotherFactor,
        WithAnotherSize, WithAnUnreadLayer, WithAnOutputTwice, WithAnUnnamedOutput, WithAnOutputBesideTheLoss, WithALayerAfterTheLoss,
    ];

    private static BrokenDeclaration? WithAnOpening(Declared declared, Random random)
    {
        int[] outside = [.. Places(declared).Where(place => DepthAt(declared, place) == 0)];
        int place = outside[random.Next(outside.Length)];
        return new("CVG060", Insert(declared, place, random.Next(2) == 0 ? "Residual" : "Repeat(2)"), place);
    }

    private static BrokenDeclaration? WithoutAnEnding(Declared declared, Random random) =>
        PickBlock(declared, random, block => DepthAt(declared, block.Opening) == 0) is { } block
            ? new("CVG060", declared.RemoveAt(block.Ending), block.Opening)
            : null;

    private static BrokenDeclaration? WithAnEnding(Declared declared, Random random)
    {
        string[] endings = ["EndResidual", "EndRepeat"];
        string ending = endings[random.Next(endings.Length)];
        int[] places = [.. Places(declared).Where(place => DepthAt(declared, place, ending["End".Length..]) == 0)];
        int place = places[random.Next(places.Length)];
        return new("CVG061", Insert(declared, place, ending), place);
    }

    private static BrokenDeclaration? WithAShortcutAlone(Declared declared, Random random)
    {
        int[] places = [.. Places(declared).Where(place => DepthAt(declared, place, "Residual") == 0)];
        int place = places[random.Next(places.Length)];
        return new("CVG061", Insert(declared, place, "Shortcut"), place);
    }

    private static BrokenDeclaration? WithCrossedBrackets(Declared declared, Random random)
    {
        if (PickBlock(declared, random, _ => true) is not { } block)
        {
            return null;
        }

        string other = declared.Attributes[block.Opening].Kind is "Residual" ? "Repeat(2)" : "Residual";
        string ending = other is "Residual" ? "EndResidual" : "EndRepeat";
        Declared crossed = Insert(Insert(declared, block.Ending + 1, ending), block.Opening + 1, other);
        return new("CVG062", crossed, (block.Shortcut ?? block.Ending) + 1);
    }

    private static BrokenDeclaration? WithTwoShortcuts(Declared declared, Random random) =>
        PickBlock(declared, random, block => block.Shortcut is not null) is { } block
            ? new("CVG063", Insert(declared, block.Ending, "Shortcut", Own), block.Ending)
            : null;

    private static BrokenDeclaration? WithAnEmptyBracket(Declared declared, Random random)
    {
        int place = PickPlace(declared, random);
        return new(
            "CVG064",
            random.Next(2) == 0 ? Insert(declared, place, "Residual", "EndResidual") : Insert(declared, place, "Repeat(3)", "EndRepeat"),
            place + 1);
    }

    private static BrokenDeclaration? WithALossInABracket(Declared declared, Random random)
    {
        int loss = End(declared);
        return loss == declared.Attributes.Length ? null
            : random.Next(2) == 0
                ? new("CVG065", Insert(Insert(declared, loss + 1, "EndResidual"), loss, "Residual", Own), loss + 2)
            : new("CVG065", Insert(Insert(declared, loss + 1, "EndRepeat"), loss, "Repeat(2)", Own), loss + 2);
    }

    private static BrokenDeclaration? WithARepeatedName(Declared declared, Random random)
    {
        int place = PickPlace(declared, random);
        return new("CVG066", Insert(declared, place, "Repeat(4)", $"{Own}(Name = \"Twin\")", "EndRepeat"), place + 1);
    }

    private static BrokenDeclaration? WithARepeatedOutput(Declared declared, Random random)
    {
        int place = PickPlace(declared, random);
        return new("CVG066", Insert(declared, place, "Repeat(4)", Own, "Output(\"Twin\")", "EndRepeat"), place + 2);
    }

    private static BrokenDeclaration? WithTooManyRepetitions(Declared declared, Random random)
    {
        int place = PickPlace(declared, random, "Repeat");
        string[] times = ["5001", "9999", "1 << 24"];
        return new("CVG067", Insert(declared, place, $"Repeat({times[random.Next(times.Length)]})", Own, "EndRepeat"), place);
    }

    private static BrokenDeclaration? WithNoRepetition(Declared declared, Random random)
    {
        int place = PickPlace(declared, random);
        return new("CVG011", Insert(declared, place, $"Repeat({-random.Next(3)})", Own, "EndRepeat"), place);
    }

    private static BrokenDeclaration? WithAMissingName(Declared declared, Random random)
    {
        string[] names = ["\"Missing\"", "\"\"", "null", "\"Dense\"", "\"output 1\"", "\"Residual\"", "\"MeanSquaredError\"", "\"V0\""];
        return WithReference(declared, random, "CVG070", names[random.Next(names.Length)]);
    }

    private static BrokenDeclaration? WithANameInAnotherCase(Declared declared, Random random)
    {
        string[] names = ["\"input\"", "\"INPUT\"", "\"Input \""];
        return WithReference(declared, random, "CVG070", names[random.Next(names.Length)]);
    }

    private static BrokenDeclaration? WithALaterLayer(Declared declared, Random random) =>
        WithReference(declared, random, "CVG071", "\"Late\"") is { } broken
            ? broken with { Declared = Insert(broken.Declared, End(broken.Declared), $"{Own}(Name = \"Late\")") }
            : null;

    private static BrokenDeclaration? WithItself(Declared declared, Random random)
    {
        int place = PickPlace(declared, random, "Repeat");
        string[] kinds = ["Add", "Multiply", "Concat"];
        return new("CVG071", Insert(declared, place, $"{kinds[random.Next(kinds.Length)]}(\"Self\", Name = \"Self\")"), place);
    }

    private static BrokenDeclaration? WithAnotherShape(Declared declared, Random random)
    {
        int place = PickPlace(declared, random, "Repeat");
        return new("CVG072", Insert(declared, place, "Dense(98, Name = \"Wide\")", "Dense(99)", "Add(\"Wide\")"), place + 2);
    }

    private static BrokenDeclaration? WithoutAShortcut(Declared declared, Random random)
    {
        int place = PickPlace(declared, random);
        return new("CVG073", Insert(declared, place, "Residual", Own, "Dense(99)", "EndResidual"), place + 3);
    }

    private static BrokenDeclaration? WithAnotherShortcut(Declared declared, Random random)
    {
        int place = PickPlace(declared, random);
        return new("CVG074", Insert(declared, place, "Residual", "Dense(98)", "Shortcut", "Dense(99)", "EndResidual"), place + 4);
    }

    private static BrokenDeclaration? WithAnotherFactor(Declared declared, Random random)
    {
        int place = PickPlace(declared, random, "Repeat");
        return new("CVG075", Insert(declared, place, "Dense(98, Name = \"Wide\")", "Dense(99)", "Multiply(\"Wide\")"), place + 2);
    }

    private static BrokenDeclaration? WithAnotherSize(Declared declared, Random random)
    {
        int place = PickPlace(declared, random);
        return declared.InputOf(1)!.IsFlat
            ? null
            : new("CVG076", Insert(declared, place, "Dense(99)", "Concat(\"Input\")"), place + 1);
    }

    private static BrokenDeclaration? WithAnUnreadLayer(Declared declared, Random random)
    {
        int place = PickPlaceBeforeOutput(declared, random);
        return new("CVG077", Insert(declared, place, $"{Own}(Name = \"Kept\")", $"{Own}(Name = \"Lost\")", "From(\"Kept\")"), place + 1);
    }

    private static BrokenDeclaration? WithAnOutputTwice(Declared declared, Random random)
    {
        int first = PickPlace(declared, random, "Repeat");
        int second = PickPlace(declared, random, "Repeat");
        (first, second) = (Math.Min(first, second), Math.Max(first, second));
        return new("CVG078", Insert(Insert(declared, second, "Output(\"Twice\")"), first, "Output(\"Twice\")"), second + 1);
    }

    private static BrokenDeclaration? WithAnUnnamedOutput(Declared declared, Random random)
    {
        int place = PickPlace(declared, random);
        return new("CVG079", Insert(declared, place, random.Next(2) == 0 ? "Output(\"\")" : "Output(null)"), place);
    }

    private static BrokenDeclaration? WithAnOutputBesideTheLoss(Declared declared, Random random)
    {
        int place = PickPlaceBeforeOutput(declared, random);
        return End(declared) == declared.Attributes.Length ? null : new("CVG080", Insert(declared, place, "Output(\"Extra\")", Own), place);
    }

    private static BrokenDeclaration? WithALayerAfterTheLoss(Declared declared, Random random)
    {
        string[] layers = ["Output(\"Late\")", "From(\"Input\")", "Add(\"Input\")"];
        int loss = End(declared);
        return loss == declared.Attributes.Length
            ? null
            : new("CVG020", Insert(declared, loss + 1, layers[random.Next(layers.Length)]), loss + 1);
    }

    /// <summary>Replaces one of the names that layers read.</summary>
    private static BrokenDeclaration? WithReference(Declared declared, Random random, string id, string name)
    {
        int[] readers =
        [
            .. Places(declared).Where(place => place < declared.Attributes.Length
                && declared.Attributes[place].Kind is "From" or "Add" or "Multiply" or "Concat"),
        ];
        if (readers.Length == 0)
        {
            return null;
        }

        int reader = readers[random.Next(readers.Length)];
        DeclaredAttribute attribute = declared.Attributes[reader];
        return new(id, declared.Replace(reader, attribute.WithSize(random.Next(attribute.Sizes.Length), name)), reader);
    }

    private static Declared Insert(Declared declared, int place, params string[] attributes) => declared with
    {
        Attributes = declared.Attributes.InsertRange(place, attributes.Select(text => new DeclaredAttribute(text, [], []))),
    };

    /// <summary>The index of the loss, or the number of attributes without one.</summary>
    private static int End(Declared declared) => declared.Attributes.Length - (declared.Attributes[^1].IsLoss ? 1 : 0);

    /// <summary>The indices at which an attribute can be inserted: after [Network] and before the loss.</summary>
    private static IEnumerable<int> Places(Declared declared) => Enumerable.Range(1, End(declared));

    /// <summary>An index at which an attribute can be inserted, outside of a kind of brackets.</summary>
    private static int PickPlace(Declared declared, Random random, string outside = "None")
    {
        int[] places = [.. Places(declared).Where(place => DepthAt(declared, place, outside) == 0)];
        return places[random.Next(places.Length)];
    }

    /// <summary>An index outside of repetitions, before the output that a loss reads. A layer after that output would change what the loss
    /// reads.</summary>
    private static int PickPlaceBeforeOutput(Declared declared, Random random)
    {
        int end = End(declared);
        bool endsWithOutput = end < declared.Attributes.Length && declared.Attributes[end - 1].Kind is "Output";
        return Math.Min(PickPlace(declared, random, "Repeat"), endsWithOutput ? end - 1 : end);
    }

    /// <summary>The number of brackets that are open before an attribute.</summary>
    private static int DepthAt(Declared declared, int place, params string[] kinds)
    {
        ImmutableArray<DeclaredAttribute> before = [.. declared.Attributes.Take(place)];
        string[] counted = kinds.Length == 0 ? ["Residual", "Repeat"] : kinds;
        return before.Count(attribute => counted.Contains(attribute.Kind))
            - before.Count(attribute => counted.Any(kind => attribute.Kind == $"End{kind}"));
    }

    private static Block? PickBlock(Declared declared, Random random, Func<Block, bool> isWanted)
    {
        Block[] blocks = [.. BlocksOf(declared).Where(isWanted)];
        return blocks.Length == 0 ? null : blocks[random.Next(blocks.Length)];
    }

    private static List<Block> BlocksOf(Declared declared)
    {
        List<Block> blocks = [];
        Stack<Block> open = new();
        for (int i = 0; i < declared.Attributes.Length; i++)
        {
            switch (declared.Attributes[i].Kind)
            {
                case "Residual" or "Repeat":
                    open.Push(new Block(i, Ending: -1, Shortcut: null));
                    break;
                case "Shortcut":
                    open.Push(open.Pop() with { Shortcut = i });
                    break;
                case "EndResidual" or "EndRepeat":
                    blocks.Add(open.Pop() with { Ending = i });
                    break;
                default:
                    break;
            }
        }

        return blocks;
    }

    /// <summary>The indices of a bracket's attributes.</summary>
    private sealed record Block(int Opening, int Ending, int? Shortcut);
}
