using System.Globalization;

namespace ConvGen.Generators.Rendering.Text;

/// <summary>Renders offsets in generated code: sums of named distances (see <see cref="KernelFile"/>), each with a factor.</summary>
internal static class Offset
{
    /// <summary>The distance of one float, whose name is the number 1.</summary>
    public const string One = "1";

    /// <summary><c>InputRow</c>, or <c>2 * InputRow</c>.</summary>
    public static string Of(int count, string distance) => (count, distance) switch
    {
        (_, One) => count.ToString(CultureInfo.InvariantCulture),
        (1, _) => distance,
        _ => $"{count.ToString(CultureInfo.InvariantCulture)} * {distance}",
    };

    /// <summary><c>2 * InputRow + InputPixel + 3</c>, without terms that are zero; <c>0</c> if all are.</summary>
    public static string Sum(params (int Count, string Distance)[] terms) =>
        Join([.. terms.Where(term => term.Count != 0).Select(term => Of(term.Count, term.Distance))]);

    /// <summary><c>row * 2 * InputRow + tile * InputTile</c>: the indices are expressions too; terms that are zero are omitted.</summary>
    public static string Position(params (string Index, string Distance)[] terms) =>
        Join([
            .. terms.Where(term => term.Index != "0").Select(term => term.Index == "1" ? term.Distance
                : term.Distance == One ? term.Index
                : $"{term.Index} * {term.Distance}"),
        ]);

    /// <summary>The sum of offsets, without those that are <c>0</c> or empty.</summary>
    public static string Join(params string[] offsets)
    {
        string[] terms = [.. offsets.Where(offset => offset is not ("" or "0"))];
        return terms.Length == 0 ? "0" : string.Join(" + ", terms);
    }
}
