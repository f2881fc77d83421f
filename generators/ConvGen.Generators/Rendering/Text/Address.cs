namespace ConvGen.Generators.Rendering.Text;

/// <summary>Distances of generated code as sums of named ones: <c>2 * InputRow + Vector</c> instead of 64.</summary>
internal static class Address
{
    public const string Zero = "0";

    /// <summary>The name of the number of floats in a vector.</summary>
    public const string Vector = "Vector";

    /// <summary>The constant of that name, for a class that mentions it.</summary>
    public static (string Name, int Value, string Meaning) VectorConstant(Target target) =>
        (Vector, target.Lanes, "Floats in a vector.");

    /// <summary>The sum of counts times distances, without those that are zero: <c>2 * InputRow + Vector</c>.</summary>
    public static string Of(params IEnumerable<(int Count, string Distance)> terms)
    {
        string sum = string.Join(" + ", terms.Where(term => term.Count != 0).Select(term => Times(term.Count, term.Distance)));
        return sum.Length == 0 ? Zero : sum;
    }

    /// <summary><c>InputRow</c>, <c>2 * InputRow</c> or <c>-InputRow</c>.</summary>
    public static string Times(int count, string distance) => count switch
    {
        1 => distance,
        -1 => $"-{distance}",
        _ => $"{count} * {distance}",
    };

    /// <summary>A loop variable times a distance: <c>row * 2 * InputRow</c>.</summary>
    public static string Times(string variable, int count, string distance) => $"{variable} * {Times(count, distance)}";

    /// <summary>A reference to the float so far away.</summary>
    public static string At(string memory, string distance) =>
        distance == Zero ? $"ref {memory}" : $"ref Unsafe.Add(ref {memory}, {distance})";
}
