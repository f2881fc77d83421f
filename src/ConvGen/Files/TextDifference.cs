namespace ConvGen.Files;

/// <summary>Says how two texts of several lines differ, for messages.</summary>
internal static class TextDifference
{
    /// <summary>The first line in which they differ; they must.</summary>
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
