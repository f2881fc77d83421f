namespace ConvGen.Generators.Rendering.Text;

/// <summary>
/// Places that lie a distance after a reference, made of distances that the generated file names: <c>2 * InputRow + 8</c>. The empty
/// distance is the reference itself.
/// </summary>
internal static class Distance
{
    /// <summary>A multiple of a named distance: <c>2 * InputRow</c>.</summary>
    public static string Times(int count, string name) => count switch
    {
        0 => "",
        1 => name,
        _ => $"{count} * {name}",
    };

    /// <summary>A few floats, such as one vector.</summary>
    public static string Floats(int count) => count == 0 ? "" : $"{count}";

    /// <summary>The sum of distances, without those that are empty.</summary>
    public static string Sum(params string[] terms) => string.Join(" + ", terms.Where(term => term.Length > 0));

    /// <summary>memory[distance].</summary>
    public static string Element(string memory, string distance) =>
        distance.Length == 0 ? memory : $"Unsafe.Add(ref {memory}, {distance})";

    /// <summary>A reference to memory[distance].</summary>
    public static string At(string memory, string distance) => $"ref {Element(memory, distance)}";
}
