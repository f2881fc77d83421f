using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ConvGen.Onnx.Import;

/// <summary>Writes <see href="https://github.com/huggingface/safetensors">safetensors</see> files: the length of the header,
/// the header in JSON, and the values.</summary>
internal static class SafetensorsFile
{
    /// <summary>Returns the bytes of a file.</summary>
    public static byte[] Write(IReadOnlyList<(string Name, int[] Shape, float[] Values)> tensors)
    {
        using var stream = new MemoryStream();
        byte[] header = Header(tensors);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach ((_, _, float[] values) in tensors)
        {
            stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return stream.ToArray();
    }

    private static byte[] Header(IReadOnlyList<(string Name, int[] Shape, float[] Values)> tensors)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            long offset = 0;
            json.WriteStartObject();
            foreach ((string name, int[] shape, float[] values) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                WriteNumbers(json, "shape", shape.Select(size => (long)size));
                long end = offset + (long)values.Length * sizeof(float);
                WriteNumbers(json, "data_offsets", [offset, end]);
                json.WriteEndObject();
                offset = end;
            }

            json.WriteEndObject();
        }

        // The values begin at a multiple of eight bytes.
        while (stream.Length % sizeof(long) != 0)
        {
            stream.WriteByte((byte)' ');
        }

        return stream.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
