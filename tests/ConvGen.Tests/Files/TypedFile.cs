using System.Globalization;
using System.Text;

namespace ConvGen.Tests.Files;

/// <summary>Builds safetensors files of any element types, independently of the library.</summary>
internal sealed class TypedFile
{
    private readonly List<string> _entries = [];
    private readonly List<byte> _data = [];

    public TypedFile Add(string name, string type, int[] shape, byte[] bytes)
    {
        _entries.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":[{string.Join(',', shape)}],"
            + $"\"data_offsets\":[{_data.Count},{_data.Count + bytes.Length}]}}"));
        _data.AddRange(bytes);
        return this;
    }

    public TypedFile AddFloats(string name, int[] shape, params float[] values) =>
        Add(name, "F32", shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>The whole file; the metadata, if any, are JSON.</summary>
    public byte[] ToBytes(string? metadata = null)
    {
        IEnumerable<string> entries = metadata is null ? _entries : _entries.Prepend($"\"__metadata__\":{metadata}");
        return PlainFile.Join(Encoding.UTF8.GetBytes($"{{{string.Join(',', entries)}}}"), [.. _data]);
    }
}
