using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ConvGen.Tests.Files;

/// <summary>Reads and writes safetensors files in the simplest way, independently of the library.</summary>
internal sealed record PlainFile(string Header, byte[] Data)
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>Splits a well-formed file into header and data.</summary>
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

    /// <summary>The tensors in order, with their values if they are floats.</summary>
    public IEnumerable<(string Name, string Type, int[] Shape, float[] Values)> Tensors =>
        JsonDocument.Parse(Header).RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").Select(entry =>
        {
            int[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            string type = entry.Value.GetProperty("dtype").GetString()!;
            float[] values = type == "F32" ? MemoryMarshal.Cast<byte, float>(Data.AsSpan(offsets[0]..offsets[1])).ToArray() : [];
            int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
            return (entry.Name, type, shape, values);
        });

    /// <summary>The bytes of a file with the given parts, valid or not.</summary>
    public static byte[] Join(byte[] header, byte[] data, ulong? headerLength = null)
    {
        byte[] bytes = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, headerLength ?? (ulong)header.Length);
        header.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + header.Length);
        return bytes;
    }

    /// <summary>Corrects the checksum in a header, if it has one.</summary>
    public static string RightChecksum(string header, byte[] data)
    {
        const string Key = "\"convgen.sha256\":\"";
        int at = header.IndexOf(Key, StringComparison.Ordinal) + Key.Length;
        bool hasAny = at >= Key.Length && header.Length >= at + Zeros.Length && header[at..].IndexOf('"') == Zeros.Length;
        return hasAny
            ? header[..at] + ChecksumOf(header, data, header.Substring(at, Zeros.Length)) + header[(at + Zeros.Length)..]
            : header;
    }

    /// <summary>Computes the documented checksum: of everything after the first eight bytes, with zeros in place of the
    /// checksum.</summary>
    public string ChecksumOf(string written) => ChecksumOf(Header, Data, written);

    private static string ChecksumOf(string header, byte[] data, string written) => Convert.ToHexStringLower(SHA256.HashData(
        [.. Encoding.UTF8.GetBytes(header.Replace(written, Zeros, StringComparison.Ordinal)), .. data]));
}
