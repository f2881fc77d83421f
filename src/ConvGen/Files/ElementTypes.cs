using System.Buffers.Binary;

namespace ConvGen.Files;

/// <summary>The element types of the <see href="https://github.com/huggingface/safetensors">safetensors</see> format, and the conversion
/// of floating-point types to 32-bit floats.</summary>
internal static class ElementTypes
{
    public const string Float16 = "F16";
    public const string BrainFloat16 = "BF16";
    public const string Float64 = "F64";

    /// <summary>Returns the size of an element in bits; null for an unknown type.</summary>
    public static int? BitsOf(string type) => type switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or TensorSpec.Byte or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 8,
        "I16" or "U16" or Float16 or BrainFloat16 => 16,
        "I32" or "U32" or TensorSpec.Float32 => 32,
        "I64" or "U64" or Float64 or "C64" => 64,
        _ => null,
    };

    /// <summary>Whether <see cref="ToFloats"/> converts a type.</summary>
    public static bool AreConvertible(string type) => type is TensorSpec.Float32 or Float16 or BrainFloat16 or Float64;

    /// <summary>Converts elements to floats. F32 keeps every bit; F16 and BF16 are exact; F64 is rounded to the nearest float, ties to
    /// even, and to infinity if it is too large.</summary>
    /// <param name="type">A type that is <see cref="AreConvertible">convertible</see>.</param>
    /// <param name="bytes">The elements, little-endian.</param>
    /// <param name="floats">Receives one float for each element.</param>
    public static void ToFloats(string type, ReadOnlySpan<byte> bytes, Span<float> floats)
    {
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = type switch
            {
                TensorSpec.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]),
                Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(i * sizeof(ushort))..]),

                // The upper half of a 32-bit float.
                BrainFloat16 => BitConverter.UInt32BitsToSingle(
                    (uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * sizeof(ushort))..]) << 16),
                Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]),
                _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type must be F32, F16, BF16 or F64."),
            };
        }
    }
}
