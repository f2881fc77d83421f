namespace ConvGen.Generators.Rendering.Text;

/// <summary>English phrases with singular and plural.</summary>
internal static class Phrases
{
    /// <summary><c>1 vector</c>, <c>3 vectors</c>.</summary>
    public static string Count(int count, string noun) => Count(count, noun, noun + "s");

    /// <summary><c>1 entry</c>, <c>2 entries</c>.</summary>
    public static string Count(int count, string singular, string plural) => $"{count} {(count == 1 ? singular : plural)}";

    /// <summary><c>the last unit</c>, <c>the last 3 units</c>.</summary>
    public static string Some(string which, int count, string noun) =>
        count == 1 ? $"{which} {noun}" : $"{which} {count} {noun}s";

    /// <summary>it, both, all 5.</summary>
    public static string All(int count) => count switch
    {
        1 => "it",
        2 => "both",
        _ => $"all {count}",
    };

    /// <summary><c>filter 16</c>, <c>filters 16 to 19</c>.</summary>
    public static string Range(string noun, int first, int count) =>
        count == 1 ? $"{noun} {first}" : $"{noun}s {first} to {first + count - 1}";
}
