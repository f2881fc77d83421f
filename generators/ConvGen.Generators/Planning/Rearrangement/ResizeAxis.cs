namespace ConvGen.Generators.Planning.Rearrangement;

/// <summary>The rows or columns of a bilinear upsampling. Output i is at position <c>max(Step * i + Start, 0) / Parts</c> of the input, in
/// whole numbers, so that the shares of its two neighbours are exact quotients.</summary>
/// <param name="Step">The distance of neighbouring outputs, in parts of a pixel.</param>
/// <param name="Start">The position of output 0, in parts of a pixel; not above 0.</param>
/// <param name="Parts">The number of parts of a pixel.</param>
/// <param name="Last">The last input row or column.</param>
internal sealed record ResizeAxis(int Step, int Start, int Parts, int Last)
{
    /// <summary>Whether the largest position, in parts, needs 64 bits.</summary>
    public bool IsLong(int outputs) => (long)Step * outputs > int.MaxValue;

    /// <param name="mode">One of the bilinear modes.</param>
    /// <param name="size">The number of input rows or columns.</param>
    /// <param name="factor">The factor by which it grows.</param>
    public static ResizeAxis Of(UpsampleMode mode, int size, int factor) => mode switch
    {
        // (i + 1/2) / factor - 1/2.
        UpsampleMode.Bilinear => new(Step: 2, Start: 1 - factor, Parts: 2 * factor, size - 1),

        // i * (size - 1) / (outputs - 1).
        UpsampleMode.BilinearAlignCorners => new(Step: size - 1, Start: 0, Parts: Math.Max(size * factor - 1, 1), size - 1),

        // i / factor.
        UpsampleMode.BilinearAsymmetric => new(Step: 1, Start: 0, Parts: factor, size - 1),
        _ => throw Unreachable.Kind(mode),
    };
}
