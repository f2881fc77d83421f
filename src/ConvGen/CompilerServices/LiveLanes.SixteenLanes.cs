using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ConvGen.CompilerServices;

/// <content>The same for sixteen gradients. They are appended as two times eight, in the order of their filters.</content>
public static partial class LiveLanes
{
    private const uint AllSixteenLanes = 0xFFFF;

    /// <summary>Returns the lanes that are not zero; NaN counts as nonzero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(Vector512<float> gradients) =>
        (uint)Vector512.Equals(gradients, Vector512<float>.Zero).ExtractMostSignificantBits() ^ AllSixteenLanes;

    /// <summary>Returns the lanes of the filters for which this receptive field has the maximum of its window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Won(Vector512<int> winners, int place) =>
        (uint)Vector512.Equals(winners, Vector512.Create(place)).ExtractMostSignificantBits();

    /// <summary>Appends the nonzero gradients of sixteen filters to a list of values and a list of filters; returns the new
    /// length.</summary>
    /// <remarks>Writes at most eight elements after the new end; the next call overwrites them.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Append(
        Vector512<float> gradients, uint live, int firstFilter, ref byte orders, ref float values, ref int filters, int length)
    {
        length = Append(gradients.GetLower(), live & AllLanes, firstFilter, ref orders, ref values, ref filters, length);
        return Append(gradients.GetUpper(), live >> Lanes, firstFilter + Lanes, ref orders, ref values, ref filters, length);
    }

    /// <summary>Appends as above, with a third list of offsets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Append(
        Vector512<float> gradients,
        Vector512<int> fieldOffsets,
        uint live,
        int firstFilter,
        ref byte orders,
        ref float values,
        ref int filters,
        ref int offsets,
        int length)
    {
        length = Append(
            gradients.GetLower(), fieldOffsets.GetLower(), live & AllLanes, firstFilter,
            ref orders, ref values, ref filters, ref offsets, length);
        return Append(
            gradients.GetUpper(), fieldOffsets.GetUpper(), live >> Lanes, firstFilter + Lanes,
            ref orders, ref values, ref filters, ref offsets, length);
    }
}
