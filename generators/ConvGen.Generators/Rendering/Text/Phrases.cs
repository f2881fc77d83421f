namespace ConvGen.Generators.Rendering.Text;

/// <summary>Small pieces of English.</summary>
internal static class Phrases
{
    /// <summary>1 vector, 3 vectors.</summary>
    public static string Count(int count, string noun) => Count(count, noun, noun + "s");

    /// <summary>1 entry, 2 entries.</summary>
    public static string Count(int count, string singular, string plural) => $"{count} {(count == 1 ? singular : plural)}";

    /// <summary>The last unit, the last 3 units.</summary>
    public static string Some(string which, int count, string noun) =>
        count == 1 ? $"{which} {noun}" : $"{which} {count} {noun}s";

    /// <summary>it, both, all 5.</summary>
    public static string All(int count) => count switch
    {
        1 => "it",
        2 => "both",
        _ => $"all {count}",
    };

    /// <summary>filter 16, filters 16 to 19.</summary>
    public static string Range(string noun, int first, int count) =>
        count == 1 ? $"{noun} {first}" : $"{noun}s {first} to {first + count - 1}";
}
