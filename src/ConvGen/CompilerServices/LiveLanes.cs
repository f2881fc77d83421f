using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace ConvGen.CompilerServices;

/// <summary>
/// Finds the nonzero lanes of eight or sixteen gradients, as a number with one bit per lane, and compacts them. No branch depends on a
/// gradient, because it would be mispredicted often.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class LiveLanes
{
    private const int Lanes = 8;
    private const uint AllLanes = (1u << Lanes) - 1;

    private static readonly byte[] OrderTable = EveryOrder();

    /// <summary>For each set of lanes eight lane numbers, with those of the set first. Kernels fetch the reference once.</summary>
    public static ref byte Orders => ref MemoryMarshal.GetArrayDataReference(OrderTable);

    /// <summary>Returns the lanes that are not zero; NaN counts as nonzero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(Vector256<float> gradients) =>
        Vector256.Equals(gradients, Vector256<float>.Zero).ExtractMostSignificantBits() ^ AllLanes;

    /// <summary>Returns the lanes of the filters for which this receptive field has the maximum of its window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Won(Vector256<int> winners, int place) =>
        Vector256.Equals(winners, Vector256.Create(place)).ExtractMostSignificantBits();

    /// <summary>Appends the nonzero gradients of eight filters to a list of values and a list of filters; returns the new length.</summary>
    /// <remarks>Always writes eight elements; the next call overwrites those after the new end.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Append(
        Vector256<float> gradients, uint live, int firstFilter, ref byte orders, ref float values, ref int filters, int length)
    {
        Vector256<int> order = LiveFirst(live, ref orders);
        Store(gradients, order, firstFilter, ref values, ref filters, length);
        return length + BitOperations.PopCount(live);
    }

    /// <summary>Appends as above, with a third list of offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Append(
        Vector256<float> gradients,
        Vector256<int> fieldOffsets,
        uint live,
        int firstFilter,
        ref byte orders,
        ref float values,
        ref int filters,
        ref int offsets,
        int length)
    {
        Vector256<int> order = LiveFirst(live, ref orders);
        Store(gradients, order, firstFilter, ref values, ref filters, length);
        InOrder(fieldOffsets, order).StoreUnsafe(ref Unsafe.Add(ref offsets, length));
        return length + BitOperations.PopCount(live);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> LiveFirst(uint live, ref byte orders)
    {
        ulong order = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref orders, live * Lanes));
        var wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(order).AsByte());
        return Vector256.WidenLower(wide.ToVector256Unsafe()).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector256<float> gradients, Vector256<int> order, int firstFilter, ref float values, ref int filters, int length)
    {
        InOrder(gradients.AsInt32(), order).AsSingle().StoreUnsafe(ref Unsafe.Add(ref values, length));
        (order + Vector256.Create(firstFilter)).StoreUnsafe(ref Unsafe.Add(ref filters, length));
    }

    /// <summary>result[i] = values[order[i]]. Arm64 looks up bytes in a table of two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> InOrder(Vector256<int> values, Vector256<int> order)
    {
        if (!AdvSimd.Arm64.IsSupported)
        {
            return Vector256.ShuffleNative(values, order);
        }

        // Lane i consists of the bytes 4i to 4i + 3.
        (Vector128<byte>, Vector128<byte>) table = (values.GetLower().AsByte(), values.GetUpper().AsByte());
        Vector256<int> bytes = order * 0x0404_0404 + Vector256.Create(0x0302_0100);
        return Vector256.Create(
            AdvSimd.Arm64.VectorTableLookup(table, bytes.GetLower().AsByte()).AsInt32(),
            AdvSimd.Arm64.VectorTableLookup(table, bytes.GetUpper().AsByte()).AsInt32());
    }

    private static byte[] EveryOrder()
    {
        byte[] orders = new byte[(AllLanes + 1) * Lanes];
        for (int live = 0; live <= AllLanes; live++)
        {
            int at = live * Lanes;
            for (int lane = 0; lane < Lanes; lane++)
            {
                if ((live >> lane & 1) != 0)
                {
                    orders[at++] = (byte)lane;
                }
            }
        }

        return orders;
    }
}
