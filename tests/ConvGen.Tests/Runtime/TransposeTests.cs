using ConvGen.CompilerServices;

namespace ConvGen.Tests.Runtime;

/// <summary>Transposed matrices of all sizes around a tile of 16 x 16 elements.</summary>
public sealed class TransposeTests
{
    private const float Untouched = -1;

    [Fact]
    public void Every_element_moves_and_the_rest_of_a_vector_becomes_zero()
    {
        for (int rows = 1; rows <= 35; rows++)
        {
            foreach (int columns in (int[])[1, 3, 15, 16, 17, 31, 32, 33, 40])
            {
                AssertTransposed(rows, columns);
            }
        }
    }

    private static void AssertTransposed(int rows, int columns)
    {
        const int Vector = 16;
        int sourceStride = Padded(columns, Vector), destinationStride = Padded(rows, Vector) + Vector;
        float[] source = [.. Enumerable.Range(0, rows * sourceStride).Select(i => (float)(i + 1))];
        float[] destination = new float[(columns + 1) * destinationStride];
        Array.Fill(destination, Untouched);

        VectorMath.Transpose(ref source[0], sourceStride, ref destination[0], destinationStride, rows, columns);

        for (int i = 0; i < destination.Length; i++)
        {
            (int column, int row) = Math.DivRem(i, destinationStride);
            float expected = column == columns || row >= Padded(rows, Vector) ? Untouched
                : row < rows ? source[row * sourceStride + column]
                : 0;
            Assert.True(expected == destination[i], $"{rows} x {columns}: [{column}, {row}] is {destination[i]}, not {expected}.");
        }
    }

    private static int Padded(int count, int vector) => (count + vector - 1) / vector * vector;
}
