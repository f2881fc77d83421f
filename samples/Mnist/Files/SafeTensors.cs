using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using ConvGen;

namespace MnistSample.Files;

/// <summary>
/// Writes weights as a safetensors file: eight bytes with the length of the header, the header, which is JSON, and all values
/// as little-endian 32-bit floats. Names, shapes and order of the values are PyTorch's, so that
/// <c>safetensors.torch.load_file</c> reads it.
/// </summary>
internal static class SafeTensors
{
    /// <summary>Readers map the values into memory; a header of whole 8 bytes keeps them aligned.</summary>
    private const int Alignment = 8;

    public static void Write(string path, ParameterSet parameters)
    {
        byte[] header = Header(parameters);
        AtomicFile.Write(path, file =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            file.Write(length);
            file.Write(header);
            foreach (Parameter parameter in parameters)
            {
                file.Write(ValuesOf(parameter));
            }
        });
    }

    /// <summary>The values of a parameter in PyTorch's order, as little-endian bytes.</summary>
    public static byte[] ValuesOf(Parameter parameter)
    {
        var values = new float[parameter.Length];
        parameter.CopyTo(values);
        byte[] bytes = MemoryMarshal.AsBytes<float>(values).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> words = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return bytes;
    }

    private static byte[] Header(ParameterSet parameters)
    {
        var tensors = new Dictionary<string, object>();
        long offset = 0;
        foreach (Parameter parameter in parameters)
        {
            long end = offset + parameter.Length * sizeof(float);
            tensors[parameter.Name] = new { dtype = "F32", shape = parameter.Shape, data_offsets = new[] { offset, end } };
            offset = end;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(tensors);
        int padded = (json.Length + Alignment - 1) / Alignment * Alignment;
        var header = new byte[padded];
        header.AsSpan().Fill((byte)' ');
        json.CopyTo(header, 0);
        return header;
    }
}
