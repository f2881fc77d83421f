using System.Security.Cryptography;

namespace ConvGen.Files;

/// <summary>Reads those tensors of a file that match the parameters of a network. The whole file is checked before a parameter
/// changes.</summary>
internal static class PartialReader
{
    /// <summary>The number of elements that are read and converted at once.</summary>
    private const int BlockElements = 8192;

    /// <summary>Replaces the parameters that match.</summary>
    /// <param name="stream">The file, positioned at its start.</param>
    /// <param name="parameters">The parameters of the network.</param>
    /// <param name="options">How names are compared.</param>
    /// <exception cref="NetworkFileException">The file is damaged or has another format; no parameter has changed.</exception>
    public static PartialLoadReport Read(Stream stream, ParameterSet parameters, PartialLoadOptions options)
    {
        if (!stream.CanSeek)
        {
            throw new NetworkFileException("expected a file, found a stream without a length");
        }

        try
        {
            byte[] header = SafetensorsReader.ReadHeader(stream);
            HeaderTexts texts = HeaderParser.Texts(header);
            List<FoundTensor> tensors = HeaderParser.AllTensors(header);
            var match = new TensorMatch(parameters, tensors, options);
            tensors.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            SafetensorsReader.CheckPlaces(
                tensors.Select(tensor => (NetworkFileException.Quote(tensor.Name), tensor.Begin, tensor.End)),
                dataBytes: stream.Length - stream.Position);

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(SafetensorsReader.WithoutChecksum(header, texts));
            List<(Parameter Parameter, float[] Values)> replacements = [];
            foreach (FoundTensor tensor in tensors)
            {
                if (match.ParameterOf(tensor) is { } parameter)
                {
                    replacements.Add((parameter, ReadFloats(stream, tensor, parameter.Length, hash)));
                }
                else
                {
                    Skip(stream, tensor.End - tensor.Begin, hash);
                }
            }

            SafetensorsReader.CheckHash(texts, Convert.ToHexStringLower(hash.GetHashAndReset()));
            replacements.ForEach(replacement => replacement.Parameter.CopyFrom(replacement.Values));
            return match.Report;
        }
        catch (EndOfStreamException exception)
        {
            throw new NetworkFileException("the file was truncated while it was being read", exception);
        }
    }

    private static float[] ReadFloats(Stream stream, FoundTensor tensor, int length, IncrementalHash hash)
    {
        float[] floats = new float[length];
        int elementBytes = ElementTypes.BitsOf(tensor.Type)!.Value / 8;
        byte[] block = new byte[Math.Min(length, BlockElements) * elementBytes];
        for (int first = 0; first < length; first += BlockElements)
        {
            Span<float> part = floats.AsSpan(first, Math.Min(length - first, BlockElements));
            Span<byte> bytes = block.AsSpan(0, part.Length * elementBytes);
            stream.ReadExactly(bytes);
            hash.AppendData(bytes);
            ElementTypes.ToFloats(tensor.Type, bytes, part);
        }

        return floats;
    }

    // Read, not skipped, because the checksum includes every byte.
    private static void Skip(Stream stream, long count, IncrementalHash hash)
    {
        byte[] block = new byte[Math.Min(count, BlockElements)];
        while (count > 0)
        {
            Span<byte> bytes = block.AsSpan(0, (int)Math.Min(count, block.Length));
            stream.ReadExactly(bytes);
            hash.AppendData(bytes);
            count -= bytes.Length;
        }
    }
}
