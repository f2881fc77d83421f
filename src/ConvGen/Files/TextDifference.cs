namespace ConvGen.Files;

/// <summary>Describes the difference of two multi-line texts, for messages.</summary>
internal static class TextDifference
{
    /// <summary>Describes the first different line of two different texts.</summary>
    public static string First(string expected, string found)
    {
        string[] expectedLines = expected.Split('\n'), foundLines = found.Split('\n');
        int line = 0;
        while (line < expectedLines.Length && line < foundLines.Length && expectedLines[line] == foundLines[line])
        {
            line++;
        }

        return $"expected {Quote(expectedLines, line)}, found {Quote(foundLines, line)} in line {line + 1}";
    }

    private static string Quote(string[] lines, int line) =>
        line < lines.Length ? NetworkFileException.Quote(lines[line]) : "nothing";
}
