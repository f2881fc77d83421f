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

    /// <summary>Shrinks the failing case to as few layers as possible.</summary>
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

    /// <summary>Whether this smaller declaration is valid, can be broken in the same way, and still fails.</summary>
    private bool IsFailure() =>
        Valid.Attributes.Length > 1
        && Breaking(Valid, new Random(Choice)) is not null
        && new BrokenBatch([Valid]).DescribeInvalid(0, Valid) is null
        && new BrokenBatch([Broken.Declared]).DescribeFailure(0, Broken) is not null;

    /// <summary>A hash that is the same in every process, unlike the framework's.</summary>
    private static int HashCode(int seed, int number) => unchecked(seed * 486187739 + number * 16777619);
}
