using System.Buffers.Binary;
using System.IO.Compression;

namespace ConvGen.Data;

/// <summary>The content of an IDX file: the sizes, outermost first, and the bytes.</summary>
internal sealed record IdxArray(int[] Sizes, byte[] Values);

/// <summary>
/// Reads IDX files, the format of MNIST: two zero bytes, the type of the elements (8 for bytes), the number of dimensions, their
/// sizes as big-endian 32-bit numbers, and the elements.
/// </summary>
internal static class IdxFile
{
    private const byte ByteElements = 8;

    /// <summary>Reads an array of bytes, and decompresses it if the name ends in <c>.gz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">The expected number of dimensions.</param>
    /// <param name="maxBytes">The largest allowed number of elements.</param>
    /// <exception cref="InvalidDataException">The file has another format, or is too short or too long.</exception>
    public static IdxArray Read(string path, int dimensions, int maxBytes)
    {
        using Stream file = File.OpenRead(path);
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
        {
            return Read(file, path, dimensions, maxBytes);
        }

        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        try
        {
            return Read(unpacked, path, dimensions, maxBytes);
        }
        catch (InvalidDataException exception) when (!exception.Message.StartsWith(path, StringComparison.Ordinal))
        {
            // The decompressor's own message does not name the file.
            throw new InvalidDataException($"{path} is not a valid gzip file: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the sizes of an uncompressed array of bytes, and checks that the file holds that many bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">The expected number of dimensions.</param>
    /// <exception cref="InvalidDataException">The file has another format, or is too short or too long.</exception>
    public static (int[] Sizes, int HeaderBytes) ReadSizes(string path, int dimensions)
    {
        using FileStream file = File.OpenRead(path);
        byte[] header = ReadHeader(file, path, dimensions);
        int[] sizes = Sizes(header, path, dimensions, maxBytes: Math.Max(file.Length, 1));
        long length = Length(sizes), found = file.Length - header.Length;
        return length == found
            ? (sizes, header.Length)
            : throw new InvalidDataException(
                $"{path}, offset {header.Length}: expected {length} elements of {string.Join('x', sizes)}, found {found}.");
    }

    private static IdxArray Read(Stream stream, string path, int dimensions, int maxBytes)
    {
        byte[] header = ReadHeader(stream, path, dimensions);
        int[] sizes = Sizes(header, path, dimensions, maxBytes);
        long length = Length(sizes);
        byte[] values = ReadUpTo(stream, (int)length);
        if (values.Length < length)
        {
            throw new InvalidDataException(
                $"{path}, offset {header.Length + values.Length}: expected {length} elements of {string.Join('x', sizes)}, " +
                $"found the end of the file after {values.Length}.");
        }

        if (stream.ReadByte() >= 0)
        {
            throw new InvalidDataException(
                $"{path}, offset {header.Length + length}: expected the end of the file after {length} elements, found more.");
        }

        return new IdxArray(sizes, values);
    }

    private static byte[] ReadHeader(Stream stream, string path, int dimensions)
    {
        byte[] header = ReadUpTo(stream, 4 + 4 * dimensions);
        byte[] magic = [0, 0, ByteElements, (byte)dimensions];
        if (!header.AsSpan().StartsWith(magic))
        {
            string found = Convert.ToHexString(header.AsSpan(0, Math.Min(4, header.Length)));
            throw new InvalidDataException($"{path}, offset 0: expected {Convert.ToHexString(magic)}, found \"{found}\".");
        }

        if (header.Length < 4 + 4 * dimensions)
        {
            throw new InvalidDataException(
                $"{path}, offset {header.Length}: expected {dimensions} sizes up to offset {4 + 4 * dimensions}, " +
                "found the end of the file.");
        }

        return header;
    }

    private static long Length(int[] sizes) => sizes.Aggregate(1L, (product, size) => product * size);

    private static int[] Sizes(byte[] header, string path, int dimensions, long maxBytes)
    {
        int[] sizes = new int[dimensions];
        long length = 1;
        for (int d = 0; d < dimensions; d++)
        {
            // A size of zero counts as one, so that the other sizes are checked too.
            int offset = 4 + 4 * d;
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(offset));
            if (size > int.MaxValue || Math.Max(size, 1) > maxBytes / length)
            {
                throw new InvalidDataException(
                    $"{path}, offset {offset}: expected at most {maxBytes} elements in all, found a size of {size}.");
            }

            length *= Math.Max(size, 1);
            sizes[d] = (int)size;
        }

        return sizes;
    }

    /// <summary>Reads up to <paramref name="count"/> bytes, fewer if the stream ends. The array grows while reading, so that a
    /// file with a false size costs no memory.</summary>
    private static byte[] ReadUpTo(Stream stream, int count)
    {
        const int FirstGuess = 1 << 16;
        byte[] bytes = new byte[Math.Min(count, FirstGuess)];
        int read = 0;
        while (true)
        {
            read += stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false);
            bool streamEnded = read < bytes.Length;
            if (streamEnded || read == count)
            {
                return streamEnded ? bytes[..read] : bytes;
            }

            Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
        }
    }
}
