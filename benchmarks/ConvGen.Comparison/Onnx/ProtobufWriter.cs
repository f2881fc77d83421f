using System.Text;

namespace ConvGen.Comparison.Onnx;

/// <summary>Writes the three kinds of protobuf fields that an ONNX model needs.</summary>
internal sealed class ProtobufWriter
{
    private const int VarintField = 0, BytesField = 2;

    private readonly List<byte> bytes = [];

    public byte[] ToArray() => [.. bytes];

    /// <summary>A whole number.</summary>
    public ProtobufWriter Number(int field, long value)
    {
        Key(field, VarintField);
        Varint((ulong)value);
        return this;
    }

    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Key(field, BytesField);
        Varint((ulong)value.Length);
        bytes.AddRange(value);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message within this one.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.ToArray());

    private void Key(int field, int kind) => Varint((ulong)(field << 3 | kind));

    /// <summary>Seven bits per byte, the lowest first; the eighth bit is set if more follow.</summary>
    private void Varint(ulong value)
    {
        while (value > 0x7f)
        {
            bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        bytes.Add((byte)value);
    }
}
