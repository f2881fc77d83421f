using System.Runtime.InteropServices;

namespace ConvGen.Comparison.Contest;

/// <summary>Reads and writes arrays of numbers as files without a header.</summary>
internal static class Values
{
    public static void Write<T>(string file, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using FileStream stream = File.Create(file);
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    public static T[] Read<T>(string file)
        where T : unmanaged
    {
        using FileStream stream = File.OpenRead(file);
        var values = new T[stream.Length / Marshal.SizeOf<T>()];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
