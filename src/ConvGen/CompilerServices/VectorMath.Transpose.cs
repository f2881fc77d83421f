using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.CompilerServices;

/// <content>Moving data: transposed matrices and prefetches.</content>
public static partial class VectorMath
{
    private const int TransposeTile = 16;

    /// <summary>Loads the cache line that contains <paramref name="place"/> before it is read. The place may be outside all memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref float place)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
        }
    }

    /// <summary>
    /// Writes a transposed matrix: destination[column, row] = source[row, column]. If <paramref name="destinationStride"/> is a multiple of
    /// 16, the rows up to the next multiple of 16 are written as zeros.
    /// </summary>
    /// <param name="source">The first element.</param>
    /// <param name="sourceStride">The distance between rows of the source. It is a multiple of 16, so that reading whole vectors stays
    /// inside a row.</param>
    /// <param name="destination">The place for the first element.</param>
    /// <param name="destinationStride">The distance between columns in the destination, a multiple of 16.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    public static void Transpose(
        ref float source, int sourceStride, ref float destination, int destinationStride, int rows, int columns)
    {
        for (int row = 0; row < rows; row += TransposeTile)
        {
            ref float from = ref Unsafe.Add(ref source, row * sourceStride);
            ref float to = ref Unsafe.Add(ref destination, row);
            for (int column = 0; column < columns; column += TransposeTile)
            {
                int tileRows = Math.Min(TransposeTile, rows - row), tileColumns = Math.Min(TransposeTile, columns - column);
                if (Avx512F.IsSupported)
                {
                    TransposeVectors(ref from, sourceStride, ref to, destinationStride, tileRows, tileColumns);
                }
                else
                {
                    TransposeElements(ref from, sourceStride, ref to, destinationStride, tileRows, tileColumns);
                }

                from = ref Unsafe.Add(ref from, TransposeTile);
                to = ref Unsafe.Add(ref to, TransposeTile * destinationStride);
            }
        }
    }

    private static void TransposeElements(
        ref float source, int sourceStride, ref float destination, int destinationStride, int rows, int columns)
    {
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < TransposeTile; row++)
            {
                Unsafe.Add(ref destination, column * destinationStride + row) =
                    row < rows ? Unsafe.Add(ref source, row * sourceStride + column) : 0f;
            }
        }
    }

    /// <summary>Transposes up to 16 x 16 elements: first each four rows within quarters of four lanes, then the quarters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeVectors(
        ref float source, int sourceStride, ref float destination, int destinationStride, int rows, int columns)
    {
        var first = Quarters.Load(ref source, sourceStride, rows);
        var second = Quarters.Load(ref Unsafe.Add(ref source, 4 * sourceStride), sourceStride, rows - 4);
        var third = Quarters.Load(ref Unsafe.Add(ref source, 8 * sourceStride), sourceStride, rows - 8);
        var fourth = Quarters.Load(ref Unsafe.Add(ref source, 12 * sourceStride), sourceStride, rows - 12);
        Store(first.Column0, second.Column0, third.Column0, fourth.Column0, ref destination, destinationStride, 0, columns);
        Store(first.Column1, second.Column1, third.Column1, fourth.Column1, ref destination, destinationStride, 1, columns);
        Store(first.Column2, second.Column2, third.Column2, fourth.Column2, ref destination, destinationStride, 2, columns);
        Store(first.Column3, second.Column3, third.Column3, fourth.Column3, ref destination, destinationStride, 3, columns);
    }

    /// <summary>Stores the columns first, first + 4, first + 8 and first + 12. Quarter q of each argument holds four rows of column
    /// first + 4 q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d,
        ref float destination, int stride, int first, int columns)
    {
        // 0x44 takes quarters 0 and 1 of both operands, 0xEE quarters 2 and 3; 0x88 the even quarters, 0xDD the odd ones.
        Vector512<float> ab01 = Avx512F.Shuffle4x128(a, b, 0x44), ab23 = Avx512F.Shuffle4x128(a, b, 0xEE);
        Vector512<float> cd01 = Avx512F.Shuffle4x128(c, d, 0x44), cd23 = Avx512F.Shuffle4x128(c, d, 0xEE);
        StoreColumn(Avx512F.Shuffle4x128(ab01, cd01, 0x88), ref destination, stride, first, columns);
        StoreColumn(Avx512F.Shuffle4x128(ab01, cd01, 0xDD), ref destination, stride, first + 4, columns);
        StoreColumn(Avx512F.Shuffle4x128(ab23, cd23, 0x88), ref destination, stride, first + 8, columns);
        StoreColumn(Avx512F.Shuffle4x128(ab23, cd23, 0xDD), ref destination, stride, first + 12, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreColumn(Vector512<float> values, ref float destination, int stride, int column, int columns)
    {
        if (column < columns)
        {
            values.StoreUnsafe(ref Unsafe.Add(ref destination, column * stride));
        }
    }

    /// <summary>Four rows of sixteen elements, transposed within quarters: quarter q of column c holds element 4 q + c of each
    /// row.</summary>
    private readonly struct Quarters(
        Vector512<float> column0, Vector512<float> column1, Vector512<float> column2, Vector512<float> column3)
    {
        public readonly Vector512<float> Column0 = column0, Column1 = column1, Column2 = column2, Column3 = column3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Quarters Load(ref float source, int stride, int rows)
        {
            Vector512<float> row0 = Row(ref source, 0, stride, rows), row1 = Row(ref source, 1, stride, rows);
            Vector512<float> row2 = Row(ref source, 2, stride, rows), row3 = Row(ref source, 3, stride, rows);
            Vector512<double> low01 = Avx512F.UnpackLow(row0, row1).AsDouble(), high01 = Avx512F.UnpackHigh(row0, row1).AsDouble();
            Vector512<double> low23 = Avx512F.UnpackLow(row2, row3).AsDouble(), high23 = Avx512F.UnpackHigh(row2, row3).AsDouble();
            return new Quarters(
                Avx512F.UnpackLow(low01, low23).AsSingle(), Avx512F.UnpackHigh(low01, low23).AsSingle(),
                Avx512F.UnpackLow(high01, high23).AsSingle(), Avx512F.UnpackHigh(high01, high23).AsSingle());
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Row(ref float source, int row, int stride, int rows) =>
            row < rows ? Vector512.LoadUnsafe(ref Unsafe.Add(ref source, row * stride)) : Vector512<float>.Zero;
    }
}
