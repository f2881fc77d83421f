using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ConvGen.Files;

/// <summary>
/// Reads files in the <see href="https://github.com/huggingface/safetensors">safetensors</see> format, ConvGen's own and those of
/// other programs. Strict: the tensors must be exactly those expected, and must cover the whole file.
/// </summary>
internal static class SafetensorsReader
{
    /// <summary>The largest size of a header, enough for 200,000 tensors.</summary>
    private const long MostHeaderBytes = 16 << 20;

    private const int ChecksumDigits = 64;

    /// <summary>Reads a whole file.</summary>
    /// <param name="stream">The file, positioned at its start.</param>
    /// <param name="owner">A description of the owner of the tensors.</param>
    /// <param name="expect">Returns the expected tensors of a file with the given metadata; throws if the metadata are invalid.</param>
    /// <exception cref="NetworkFileException">The content is not as expected; the caller adds the path.</exception>
    public static TensorFile Read(Stream stream, string owner, Func<HeaderTexts, IReadOnlyList<TensorSpec>> expect)
    {
        if (!stream.CanSeek)
        {
            throw new NetworkFileException("expected a file, found a stream without a length");
        }

        try
        {
            byte[] header = ReadHeader(stream);
            HeaderTexts texts = HeaderParser.Texts(header);
            List<PlacedTensor> places = HeaderParser.Tensors(header, expect(texts), owner);
            places.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            CheckPlaces(places.Select(place => (place.Spec.Name, place.Begin, place.End)), dataBytes: stream.Length - stream.Position);

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(WithoutChecksum(header, texts));
            Dictionary<string, Tensor> tensors = [];
            foreach (PlacedTensor place in places)
            {
                byte[] bytes = new byte[place.End - place.Begin];
                stream.ReadExactly(bytes);
                hash.AppendData(bytes);
                tensors.Add(place.Spec.Name, new Tensor(place.Spec, bytes));
            }

            CheckHash(texts, Convert.ToHexStringLower(hash.GetHashAndReset()));
            return new TensorFile(texts, tensors);
        }
        catch (EndOfStreamException exception)
        {
            throw new NetworkFileException("the file was truncated while it was being read", exception);
        }
    }

    /// <summary>Reads the header, which is JSON.</summary>
    /// <exception cref="NetworkFileException">The file is too short or has another format.</exception>
    public static byte[] ReadHeader(Stream stream)
    {
        Span<byte> lengthBytes = stackalloc byte[sizeof(ulong)];
        if (stream.Length < lengthBytes.Length)
        {
            throw new NetworkFileException($"expected at least {lengthBytes.Length} bytes, found {stream.Length}");
        }

        stream.ReadExactly(lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        long rest = stream.Length - stream.Position;
        if (length > (ulong)Math.Min(rest, MostHeaderBytes))
        {
            string? kind = ForeignFile.KindOf(lengthBytes);
            throw length > MostHeaderBytes || kind is not null
                ? new NetworkFileException(
                    "expected a file in the safetensors format, which begins with the length of its header; "
                    + $"found {kind ?? ForeignFile.Show(lengthBytes)}")
                : new NetworkFileException(
                    $"expected a header of {length} bytes, as its first {lengthBytes.Length} bytes say, found {rest} bytes: "
                    + "it is cut off, or not in the safetensors format");
        }

        byte[] header = new byte[length];
        stream.ReadExactly(header);
        return header;
    }

    /// <summary>Checks that the tensors, in order, cover all bytes exactly once.</summary>
    public static void CheckPlaces(IEnumerable<(string Name, long Begin, long End)> tensors, long dataBytes)
    {
        long end = 0;
        foreach ((string name, long begin, long tensorEnd) in tensors)
        {
            if (begin != end)
            {
                throw new NetworkFileException(
                    $"tensor {name}: expected to begin where the one before it ends, in byte {end}, found {begin}");
            }

            end = tensorEnd;
        }

        if (end != dataBytes)
        {
            throw new NetworkFileException($"expected {end} bytes of tensors after the header, found {dataBytes}");
        }
    }

    /// <summary>Replaces the digits of the checksum, if there is one, by zeros, as they were when it was computed.</summary>
    public static byte[] WithoutChecksum(byte[] header, HeaderTexts texts)
    {
        if (texts[Metadata.Checksum] is { Length: ChecksumDigits })
        {
            header.AsSpan(texts.ChecksumAt, ChecksumDigits).Fill((byte)'0');
        }

        return header;
    }

    /// <summary>Checks that the checksum, if there is one, is that of the file.</summary>
    public static void CheckHash(HeaderTexts texts, string found)
    {
        if (texts[Metadata.Checksum] is { } expected && expected != found)
        {
            throw new NetworkFileException(
                $"expected the SHA-256 {NetworkFileException.Quote(expected)}, found {found}: "
                + "it is damaged, or another program has changed it and kept its metadata");
        }
    }
}

/// <summary>The content of a file.</summary>
internal sealed record TensorFile(HeaderTexts Texts, IReadOnlyDictionary<string, Tensor> Tensors)
{
    /// <summary>Replaces all parameters; the file has been checked to contain them.</summary>
    public void CopyTo(ParameterSet parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            parameter.CopyFrom(Tensors[parameter.Name].Floats());
        }
    }
}
