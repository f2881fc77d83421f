namespace ConvGen.Tests.Arm64.Listings;

/// <summary>Reads the listings that .NET's JIT writes with <c>DOTNET_JitDisasm</c>.</summary>
public static class ListingReader
{
    private const string Heading = "; Assembly listing for method ";

    /// <summary>Returns the listed methods in their order.</summary>
    /// <param name="lines">The lines of one or several listings.</param>
    /// <exception cref="FormatException">A line is neither a comment, a label nor an instruction of a method.</exception>
    public static IEnumerable<ListedMethod> Read(IEnumerable<string> lines)
    {
        string? method = null;
        bool isOptimized = false;
        List<ListedBlock> blocks = [];
        List<ListedInstruction>? instructions = null;
        foreach (string line in lines)
        {
            string text = line.Split(';')[0].Trim();
            if (line.StartsWith(Heading, StringComparison.Ordinal))
            {
                if (method is not null)
                {
                    yield return new ListedMethod(method, isOptimized, blocks);
                }

                method = line[Heading.Length..].Split('(')[0];
                isOptimized = !line.EndsWith("(Tier0)", StringComparison.Ordinal)
                    && !line.EndsWith("(MinOpts)", StringComparison.Ordinal);
                blocks = [];
                instructions = null;
            }
            else if (text.EndsWith(':'))
            {
                instructions = [];
                blocks.Add(new ListedBlock(text[..^1], instructions));
            }
            else if (text.Length > 0 && !IsData(text))
            {
                if (instructions is null)
                {
                    throw new FormatException($"'{line}' does not belong to a block.");
                }

                string[] parts = text.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                instructions.Add(new ListedInstruction(parts[0], parts.Length > 1 ? parts[1] : ""));
            }
        }

        if (method is not null)
        {
            yield return new ListedMethod(method, isOptimized, blocks);
        }
    }

    /// <summary>Whether a line lists constants after the code: <c>RWD00 dq ...</c>.</summary>
    private static bool IsData(string text) => text.StartsWith("RWD", StringComparison.Ordinal) || text.StartsWith("dq", StringComparison.Ordinal)
        || text.StartsWith("dd", StringComparison.Ordinal);
}
