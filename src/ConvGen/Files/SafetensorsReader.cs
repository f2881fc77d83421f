using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ConvGen.Files;

/// <summary>
/// Reads files in the <see href="https://github.com/huggingface/safetensors">safetensors</see> format, ConvGen's own and those of
/// other programs. Strict: every byte of the file is accounted for, and each tensor is one that is expected.
/// </summary>
internal static class SafetensorsReader
{
    /// <summary>More than any header needs: 200,000 tensors.</summary>
    private const long MostHeaderBytes = 16 << 20;

    private const int ChecksumDigits = 64;

    /// <summary>Reads a whole file.</summary>
    /// <param name="stream">The file, from its beginning.</param>
    /// <param name="owner">For whom its tensors are, in words.</param>
    /// <param name="expect">What must be in a file with such metadata; throws where there can be no such file.</param>
    /// <exception cref="NetworkFileException">The file holds something else; which file, the caller says.</exception>
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
            CheckPlaces(places, dataBytes: stream.Length - stream.Position);

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
            throw new NetworkFileException("it became shorter while it was being read", exception);
        }
    }

    private static byte[] ReadHeader(Stream stream)
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

    /// <summary>Holds that the tensors, in their order, cover all bytes once.</summary>
    private static void CheckPlaces(List<PlacedTensor> tensors, long dataBytes)
    {
        long end = 0;
        foreach (PlacedTensor tensor in tensors)
        {
            if (tensor.Begin != end)
            {
                throw new NetworkFileException(
                    $"tensor {tensor.Spec.Name}: expected to begin where the one before it ends, in byte {end}, "
                    + $"found {tensor.Begin}");
            }

            end = tensor.End;
        }

        if (end != dataBytes)
        {
            throw new NetworkFileException($"expected {end} bytes of tensors behind the header, found {dataBytes}");
        }
    }

    private static byte[] WithoutChecksum(byte[] header, HeaderTexts texts)
    {
        if (texts[Metadata.Checksum] is { Length: ChecksumDigits })
        {
            header.AsSpan(texts.ChecksumAt, ChecksumDigits).Fill((byte)'0');
        }

        return header;
    }

    private static void CheckHash(HeaderTexts texts, string found)
    {
        if (texts[Metadata.Checksum] is { } expected && expected != found)
        {
            throw new NetworkFileException(
                $"expected the SHA-256 {NetworkFileException.Quote(expected)}, found {found}: "
                + "it is damaged, or another program has changed it and kept its metadata");
        }
    }
}

/// <summary>What was in a file: all that was expected.</summary>
internal sealed record TensorFile(HeaderTexts Texts, IReadOnlyDictionary<string, Tensor> Tensors)
{
    /// <summary>Replaces all parameters, which the file was checked to have.</summary>
    public void CopyTo(ParameterSet parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            parameter.CopyFrom(Tensors[parameter.Name].Floats());
        }
    }
}
