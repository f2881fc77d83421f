using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ConvGen.Tests.Files;

/// <summary>A safetensors file, read and written in the plainest way: the other side of what the library does, written apart from it.</summary>
internal sealed record PlainFile(string Header, byte[] Data)
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>Cuts a well-formed file in two.</summary>
    public static PlainFile Read(byte[] bytes)
    {
        int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        return new(Encoding.UTF8.GetString(bytes, 8, length), bytes[(8 + length)..]);
    }

    /// <summary>The texts of its metadata.</summary>
    public Dictionary<string, string> Metadata =>
        JsonDocument.Parse(Header).RootElement.TryGetProperty("__metadata__", out JsonElement metadata)
            ? metadata.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!)
            : [];

    /// <summary>Its tensors in their order.</summary>
    public IEnumerable<(string Name, string Type, int[] Shape, float[] Values)> Tensors =>
        JsonDocument.Parse(Header).RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").Select(entry =>
        {
            int[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            float[] values = new float[(offsets[1] - offsets[0]) / sizeof(float)];
            Buffer.BlockCopy(Data, offsets[0], values, 0, offsets[1] - offsets[0]);
            return (
                entry.Name, entry.Value.GetProperty("dtype").GetString()!,
                entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()).ToArray(), values);
        });

    /// <summary>The bytes of a file, whatever its parts hold.</summary>
    public static byte[] Join(byte[] header, byte[] data, ulong? headerLength = null)
    {
        byte[] bytes = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, headerLength ?? (ulong)header.Length);
        header.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + header.Length);
        return bytes;
    }

    /// <summary>The bytes of this file, its checksum made right if it has one.</summary>
    public byte[] ToBytes()
    {
        string header = Header;
        if (Metadata.TryGetValue("convgen.sha256", out string? checksum) && checksum.Length == Zeros.Length)
        {
            header = header.Replace(checksum, ChecksumOf(checksum), StringComparison.Ordinal);
        }

        return Join(Encoding.UTF8.GetBytes(header), Data);
    }

    /// <summary>The checksum as it is documented: of everything behind the first eight bytes, with zeros in its own place.</summary>
    public string ChecksumOf(string written) => Convert.ToHexStringLower(SHA256.HashData(
        [.. Encoding.UTF8.GetBytes(Header.Replace(written, Zeros, StringComparison.Ordinal)), .. Data]));
}
