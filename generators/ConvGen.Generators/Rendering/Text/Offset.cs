using System.Globalization;

namespace ConvGen.Generators.Rendering.Text;

/// <summary>The text of an offset: distances with a name, each times how often it is taken.</summary>
internal static class Offset
{
    /// <summary>The distance whose name is a bare number: one float.</summary>
    public const string One = "1";

    /// <summary><c>InputRow</c>, or <c>2 * InputRow</c>.</summary>
    public static string Of(int count, string distance) => (count, distance) switch
    {
        (_, One) => count.ToString(CultureInfo.InvariantCulture),
        (1, _) => distance,
        _ => $"{count.ToString(CultureInfo.InvariantCulture)} * {distance}",
    };

    /// <summary><c>2 * InputRow + InputPixel + 3</c>, without what is zero; <c>0</c> where everything is.</summary>
    public static string Sum(params (int Count, string Distance)[] terms) =>
        Join([.. terms.Where(term => term.Count != 0).Select(term => Of(term.Count, term.Distance))]);

    /// <summary><c>row * 2 * InputRow + tile * InputTile</c>, where indices are text too, without what is zero.</summary>
    public static string Position(params (string Index, string Distance)[] terms) =>
        Join([
            .. terms.Where(term => term.Index != "0").Select(term => term.Index == "1" ? term.Distance
                : term.Distance == One ? term.Index
                : $"{term.Index} * {term.Distance}"),
        ]);

    /// <summary>The sum of offsets, of which those that are <c>0</c> or empty are left out.</summary>
    public static string Join(params string[] offsets)
    {
        string[] terms = [.. offsets.Where(offset => offset is not ("" or "0"))];
        return terms.Length == 0 ? "0" : string.Join(" + ", terms);
    }
}
