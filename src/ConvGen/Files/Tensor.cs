using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ConvGen.Files;

/// <summary>A tensor and its elements, as they lie in a file: little-endian, row-major.</summary>
internal sealed record Tensor(TensorSpec Spec, byte[] Bytes)
{
    /// <summary>Copies a parameter's values.</summary>
    public static Tensor Of(Parameter parameter, string prefix = "") => Of(parameter, prefix, parameter.CopyTo);

    /// <summary>A tensor of the shape of a parameter.</summary>
    public static Tensor Of(Parameter parameter, string prefix, Action<Span<float>> fill)
    {
        byte[] bytes = new byte[(long)parameter.Length * sizeof(float)];
        fill(MemoryMarshal.Cast<byte, float>(bytes.AsSpan()));
        SwapBigEndian(bytes);
        return new Tensor(SpecOf(parameter, prefix), bytes);
    }

    /// <summary>How a parameter is described.</summary>
    public static TensorSpec SpecOf(Parameter parameter, string prefix = "") =>
        new(prefix + parameter.Name, TensorSpec.Float32, parameter.Shape);

    /// <summary>The elements, which are floats.</summary>
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
