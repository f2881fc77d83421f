namespace ConvGen.Generators.Tests.Broken;

/// <summary>A valid declaration and what breaks it, drawn from a seed and a number.</summary>
internal sealed record BrokenCase(int Seed, int Number, Declared Valid, Breaking Breaking, int Choice)
{
    /// <summary>Changes what is expected, for the test of the test.</summary>
    public Func<BrokenDeclaration, BrokenDeclaration> Expect { get; init; } = broken => broken;

    public BrokenDeclaration Broken => Expect(Breaking(Valid, new Random(Choice))!);

    public static Declared DrawValid(int seed, int number) =>
        DeclarationDrawer.Draw(new Random(HashCode(seed, number)), $"N{number}");

    /// <summary>The ways to break a rule come in turn; one that a declaration has no place for draws another
    /// declaration.</summary>
    public static BrokenCase Draw(int seed, int number)
    {
        Random random = new(HashCode(seed, number));
        Breaking breaking = Breakings.All[number % Breakings.All.Count];
        while (true)
        {
            int choice = random.Next();
            Declared valid = DeclarationDrawer.Draw(random, $"N{number}");
            if (breaking(valid, new Random(choice)) is not null)
            {
                return new(seed, number, valid, breaking, choice);
            }
        }
    }

    /// <summary>The same failure with as few layers as possible.</summary>
    public BrokenCase Shrink()
    {
        BrokenCase smallest = this;
        bool smaller = true;
        while (smaller)
        {
            BrokenCase current = smallest;
            BrokenCase? next = Enumerable.Range(1, current.Valid.Attributes.Length - 1)
                .Select(index => current with { Valid = current.Valid.RemoveAt(index) })
                .FirstOrDefault(candidate => candidate.IsFailure());
            smaller = next is not null;
            smallest = next ?? smallest;
        }

        return smallest;
    }

    public string Describe() =>
        $"Case {Number} of seed {Seed} ({Breaking.Method.Name}) has to give {Broken.Id} and " +
        $"{new BrokenBatch([Broken.Declared]).DescribeFailure(0, Broken)}:\n{Broken.Declared.Write().Text}";

    /// <summary>Whether this smaller declaration is valid, can be broken in the same way, and is not reported as it has to
    /// be.</summary>
    private bool IsFailure() =>
        Valid.Attributes.Length > 1
        && Breaking(Valid, new Random(Choice)) is not null
        && new BrokenBatch([Valid]).DescribeInvalid(0, Valid) is null
        && new BrokenBatch([Broken.Declared]).DescribeFailure(0, Broken) is not null;

    /// <summary>The same in every process, unlike the framework's own.</summary>
    private static int HashCode(int seed, int number) => unchecked(seed * 486187739 + number * 16777619);
}
