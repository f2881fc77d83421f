namespace ConvGen.Generators.Planning;

/// <summary>
/// The three matrices of F(m x m, r x r): with a tile d of n x n inputs and a kernel g of r x r, n = m + r - 1, the m x m outputs
/// are A^T ((G g G^T) * (B^T d B)) A, the inner product taken element by element. The points are 0, 1, -1 and infinity, for n = 6
/// also 2 and -2, as in Lavin and Gray.
/// </summary>
/// <param name="Outputs">m, the outputs of a tile along one side.</param>
/// <param name="Kernel">r, the kernel along one side.</param>
/// <param name="Input">B^T, n rows of n.</param>
/// <param name="Weights">G, n rows of r.</param>
/// <param name="Output">A^T, m rows of n.</param>
internal sealed record WinogradTransform(int Outputs, int Kernel, float[][] Input, float[][] Weights, float[][] Output)
{
    /// <summary>n: inputs of a tile along one side; its square is the number of frequencies.</summary>
    public int Size => Outputs + Kernel - 1;

    public int Frequencies => Size * Size;

    public string Name => $"Winograd F({Outputs}x{Outputs},{Kernel}x{Kernel})";

    public static WinogradTransform F2x3 { get; } = new(2, 3,
        [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]],
        [[1, 0, 0], [0.5f, 0.5f, 0.5f], [0.5f, -0.5f, 0.5f], [0, 0, 1]],
        [[1, 1, 1, 0], [0, 1, -1, -1]]);

    public static WinogradTransform F4x3 { get; } = new(4, 3,
        InputOfSix,
        WeightsOfSix(3),
        [[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]]);

    public static WinogradTransform F2x5 { get; } = new(2, 5,
        InputOfSix,
        WeightsOfSix(5),
        [[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 1]]);

    private static float[][] InputOfSix =>
    [
        [4, 0, -5, 0, 1, 0],
        [0, -4, -4, 1, 1, 0],
        [0, 4, -4, -1, 1, 0],
        [0, -2, -1, 2, 1, 0],
        [0, 2, -1, -2, 1, 0],
        [0, 4, 0, -5, 0, 1],
    ];

    /// <summary>A row per point p: scale * (1, p, p^2, ...); the point at infinity has the highest power alone.</summary>
    private static float[][] WeightsOfSix(int kernel)
    {
        (float Point, float Scale)[] points = [(0, 1 / 4f), (1, -1 / 6f), (-1, -1 / 6f), (2, 1 / 24f), (-2, 1 / 24f)];
        float[] infinity = new float[kernel];
        infinity[kernel - 1] = 1;
        return [.. points.Select(point => Powers(point.Point, point.Scale, kernel)), infinity];
    }

    private static float[] Powers(float point, float scale, int count)
    {
        float[] row = new float[count];
        for (int i = 0; i < count; i++, scale *= point)
        {
            row[i] = scale;
        }

        return row;
    }
}
