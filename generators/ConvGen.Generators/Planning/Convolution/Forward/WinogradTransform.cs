namespace ConvGen.Generators.Planning.Convolution.Forward;

/// <summary>
/// The three matrices of F(m x m, r x r). For a tile d of n x n inputs and a kernel g of r x r, n = m + r - 1, the m x m outputs are A^T
/// ((G g G^T) * (B^T d B)) A / divisor, where * multiplies element by element. The interpolation points are 0, 1, -1 and infinity, for n
/// = 6 also 2 and -2, as in Lavin and Gray.
/// </summary>
/// <remarks>
/// Lavin and Gray's G contains fractions (1/4, 1/6, 1/24). Here A^T contains them, multiplied by their common denominator, and the result
/// is divided by the square of the denominator. All matrices thus contain small integers, and a convolution of small integers is exact.
/// </remarks>
/// <param name="Outputs">m: outputs along one side of a tile.</param>
/// <param name="Kernel">r: the kernel's size along one side.</param>
/// <param name="Input">B^T, n rows of n.</param>
/// <param name="Weights">G, n rows of r: the powers of each point.</param>
/// <param name="Output">A^T, m rows of n.</param>
/// <param name="Divisor">The square of the common denominator.</param>
internal sealed record WinogradTransform(int Outputs, int Kernel, int[][] Input, int[][] Weights, int[][] Output, int Divisor)
{
    /// <summary>n: inputs along one side of a tile; its square is the number of elements.</summary>
    public int Size => Outputs + Kernel - 1;

    public int Elements => Size * Size;

    public string Name => $"Winograd F({Outputs}x{Outputs},{Kernel}x{Kernel})";

    /// <summary>Denominators 1, 2, 2, 1; the common one is 2.</summary>
    public static WinogradTransform F2x3 { get; } = new(2, 3,
        [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]],
        [[1, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 1]],
        [[2, 1, 1, 0], [0, 1, -1, -2]],
        Divisor: 4);

    public static WinogradTransform F4x3 { get; } = new(4, 3,
        InputOfSix,
        WeightsOfSix(3),
        [[6, -4, -4, 1, 1, 0], [0, -4, 4, 2, -2, 0], [0, -4, -4, 4, 4, 0], [0, -4, 4, 8, -8, 24]],
        DivisorOfSix);

    public static WinogradTransform F2x5 { get; } = new(2, 5,
        InputOfSix,
        WeightsOfSix(5),
        [[6, -4, -4, 1, 1, 0], [0, -4, 4, 2, -2, 24]],
        DivisorOfSix);

    private static int[][] InputOfSix =>
    [
        [4, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ];

    /// <summary>Denominators 4, -6, -6, 24, 24, 1; the common one is 24.</summary>
    private static int DivisorOfSix => 24 * 24;

    /// <summary>A row per point p: 1, p, p^2, ...; the row of the point at infinity only has the highest power.</summary>
    private static int[][] WeightsOfSix(int kernel)
    {
        int[] points = [0, 1, -1, 2, -2];
        int[] infinity = new int[kernel];
        infinity[kernel - 1] = 1;
        return [.. points.Select(point => Powers(point, kernel)), infinity];
    }

    private static int[] Powers(int point, int count)
    {
        int[] row = new int[count];
        for (int i = 0, power = 1; i < count; i++, power *= point)
        {
            row[i] = power;
        }

        return row;
    }
}
