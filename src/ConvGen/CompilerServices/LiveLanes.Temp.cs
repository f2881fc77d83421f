#pragma warning disable RS0016, CS1591, RS0026, RS0027, IDE0055, CS1573
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
namespace ConvGen.CompilerServices;
public static partial class LiveLanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static uint Of(Vector512<float> g) => (uint)Vector512.Equals(g, Vector512<float>.Zero).ExtractMostSignificantBits() ^ 0xFFFF;
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static uint Won(Vector512<int> w, int place) => (uint)Vector512.Equals(w, Vector512.Create(place)).ExtractMostSignificantBits();
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static int Append(Vector512<float> g, uint live, int firstFilter, ref byte orders, ref float values, ref int filters, int length)
    {
        length = Append(g.GetLower(), live & 0xFF, firstFilter, ref orders, ref values, ref filters, length);
        return Append(g.GetUpper(), live >> 8, firstFilter + 8, ref orders, ref values, ref filters, length);
    }
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static int Append(Vector512<float> g, Vector512<int> fieldOffsets, uint live, int firstFilter, ref byte orders, ref float values, ref int filters, ref int offsets, int length)
    {
        length = Append(g.GetLower(), fieldOffsets.GetLower(), live & 0xFF, firstFilter, ref orders, ref values, ref filters, ref offsets, length);
        return Append(g.GetUpper(), fieldOffsets.GetUpper(), live >> 8, firstFilter + 8, ref orders, ref values, ref filters, ref offsets, length);
    }
}
