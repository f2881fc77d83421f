namespace ConvGen.Generators.Tests.Broken;

/// <summary>A valid declaration and a change that breaks it, drawn from a seed and a number.</summary>
internal sealed record BrokenCase(int Seed, int Number, Declared Valid, Breaking Breaking, int Choice)
{
    /// <summary>Changes the expected result, to test this test.</summary>
    public Func<BrokenDeclaration, BrokenDeclaration> Expect { get; init; } = broken => broken;

    public BrokenDeclaration Broken => Expect(Breaking(Valid, new Random(Choice))!);

    public static Declared DrawValid(int seed, int number) =>
        DeclarationDrawer.Draw(new Random(HashCode(seed, number)), $"N{number}");

    /// <summary>Uses the ways to break a rule in turn; draws another declaration if a way does not apply to
    /// it.</summary>
    public static BrokenCase Draw(int seed, int number) => Draw(seed, number, Breakings.All, DeclarationDrawer.Draw);

    /// <summary>The same for networks with brackets and branches.</summary>
    public static BrokenCase DrawGraph(int seed, int number) => Draw(seed, number, GraphBreakings.All, GraphDrawer.Draw);

    public static Declared DrawValidGraph(int seed, int number) => GraphDrawer.Draw(new Random(HashCode(seed, number)), $"N{number}");

    private static BrokenCase Draw(
        int seed, int number, IReadOnlyList<Breaking> breakings, Func<Random, string, Declared> draw)
    {
        Random random = new(HashCode(seed, number));
        Breaking breaking = breakings[number % breakings.Count];
        while (true)
        {
            int choice = random.Next();
            Declared valid = draw(random, $"N{number}");
            if (breaking(valid, new Random(choice)) is not null)
            {
                return new(seed, number, valid, breaking, choice);
            }
        }
    }

    /// <summary>Shrinks the failing case to as few layers as possible.</summary>
    public BrokenCase Shrink()
    {
        BrokenCase smallest = this;
        bool smaller = true;
        while (smaller)
        {
            BrokenCase current = smallest;
            BrokenCase? next = current.WithFewerLayers().FirstOrDefault(candidate => candidate.IsFailure());
            smaller = next is not null;
            smallest = next ?? smallest;
        }

        return smallest;
    }

    /// <summary>Cases without one layer, or without several that follow each other, as those of a bracket do.</summary>
    private IEnumerable<BrokenCase> WithFewerLayers()
    {
        int all = Valid.Attributes.Length;
        for (int count = 1; count <= 6; count++)
        {
            for (int first = 1; first + count <= all; first++)
            {
                yield return this with { Valid = Valid with { Attributes = Valid.Attributes.RemoveRange(first, count) } };
            }
        }
    }

    public string Describe() =>
        $"Case {Number} of seed {Seed} ({Breaking.Method.Name}) has to give {Broken.Id} and " +
        $"{new BrokenBatch([Broken.Declared]).DescribeFailure(0, Broken)}:\n{Broken.Declared.Write().Text}";

    /// <summary>Whether this smaller declaration is valid, can be broken in the same way, and still fails.</summary>
    private bool IsFailure() =>
        Valid.Attributes.Length > 1
        && Breaking(Valid, new Random(Choice)) is not null
        && new BrokenBatch([Valid]).DescribeInvalid(0, Valid) is null
        && new BrokenBatch([Broken.Declared]).DescribeFailure(0, Broken) is not null;

    /// <summary>A hash that is the same in every process, unlike the framework's.</summary>
    private static int HashCode(int seed, int number) => unchecked(seed * 486187739 + number * 16777619);
}
