using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ConvGen.Files;

/// <summary>A tensor and its elements in the layout of the file: little-endian, row-major.</summary>
internal sealed record Tensor(TensorSpec Spec, byte[] Bytes)
{
    /// <summary>Creates a tensor with a copy of a parameter's values.</summary>
    public static Tensor Of(Parameter parameter, string prefix = "") => Of(parameter, prefix, parameter.CopyTo);

    /// <summary>Creates a tensor with the shape of a parameter.</summary>
    public static Tensor Of(Parameter parameter, string prefix, Action<Span<float>> fill)
    {
        byte[] bytes = new byte[(long)parameter.Length * sizeof(float)];
        fill(MemoryMarshal.Cast<byte, float>(bytes.AsSpan()));
        SwapBigEndian(bytes);
        return new Tensor(SpecOf(parameter, prefix), bytes);
    }

    /// <summary>Returns the description of a parameter.</summary>
    public static TensorSpec SpecOf(Parameter parameter, string prefix = "") =>
        new(prefix + parameter.Name, TensorSpec.Float32, parameter.Shape);

    /// <summary>The elements as floats.</summary>
    public ReadOnlySpan<float> Floats()
    {
        if (BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.Cast<byte, float>(Bytes.AsSpan());
        }

        byte[] swapped = [.. Bytes];
        SwapBigEndian(swapped);
        return MemoryMarshal.Cast<byte, float>(swapped.AsSpan());
    }

    private static void SwapBigEndian(byte[] bytes)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> words = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
