using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConvGen.Files;

/// <summary>
/// Writes files in the <see href="https://github.com/huggingface/safetensors">safetensors</see> format: eight bytes with the
/// length of the header, the header, which is JSON, and the elements of all tensors.
/// </summary>
internal static class SafetensorsWriter
{
    /// <summary>Other programs map the elements into memory; a header length that is a multiple of 8 keeps them aligned.</summary>
    private const int Alignment = 8;

    /// <summary>The number of hexadecimal digits of a SHA-256.</summary>
    private const int ChecksumDigits = 64;

    // The checksum comes first, so that its position is known.
    private static readonly byte[] Start = Encoding.UTF8.GetBytes($$"""{"__metadata__":{"{{Metadata.Checksum}}":""" + '"');

    // Escapes only what JSON requires; this JSON is never embedded in HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a whole file; the checksum is added to the metadata.</summary>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="metadata">The other texts by key.</param>
    /// <param name="tensors">The tensors, in order.</param>
    public static void Write(Stream stream, IReadOnlyList<(string Key, string Value)> metadata, IReadOnlyList<Tensor> tensors)
    {
        byte[] header = Header(metadata, tensors);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        foreach (Tensor tensor in tensors)
        {
            hash.AppendData(tensor.Bytes);
        }

        string checksum = Convert.ToHexStringLower(hash.GetHashAndReset());
        Encoding.ASCII.GetBytes(checksum, header.AsSpan(Start.Length, ChecksumDigits));

        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (Tensor tensor in tensors)
        {
            stream.Write(tensor.Bytes);
        }
    }

    private static byte[] Header(IReadOnlyList<(string Key, string Value)> metadata, IReadOnlyList<Tensor> tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString(Metadata.Checksum, new string('0', ChecksumDigits));

            // Libraries use this key to recognize PyTorch tensors.
            json.WriteString("format", "pt");
            foreach ((string key, string value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            WriteTensors(json, tensors);
            json.WriteEndObject();
        }

        byte[] header = new byte[(buffer.WrittenCount + Alignment - 1) / Alignment * Alignment];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    private static void WriteTensors(Utf8JsonWriter json, IReadOnlyList<Tensor> tensors)
    {
        long offset = 0;
        foreach (Tensor tensor in tensors)
        {
            json.WriteStartObject(tensor.Spec.Name);
            json.WriteString("dtype", tensor.Spec.Type);
            json.WriteStartArray("shape");
            foreach (int size in tensor.Spec.Shape)
            {
                json.WriteNumberValue(size);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += tensor.Bytes.Length);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
