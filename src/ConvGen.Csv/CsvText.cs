using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using CsvHelper.Configuration;

namespace ConvGen.Csv;

/// <summary>Opens a file as text, and locates the first invalid UTF-8 byte.</summary>
internal static class CsvText
{
    private const int BlockBytes = 1 << 16;

    /// <summary>Opens a file. Reading invalid UTF-8 throws a <see cref="DecoderFallbackException"/>, so that different letters
    /// are never replaced by the same character.</summary>
    public static StreamReader Open(string path) =>
        new(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));

    /// <summary>Describes the first invalid UTF-8 byte of a file: its line, column and value.</summary>
    public static InvalidDataException NotUtf8(string path, CsvConfiguration configuration)
    {
        (long offset, byte found) = FindInvalid(path);
        (int line, int column) = Place(path, offset, configuration);
        return new InvalidDataException(
            $"{path}, line {line}, column {column}: expected text in UTF-8, found the byte 0x{found:X2} at offset {offset}, which " +
            "is not. Save the file in UTF-8.");
    }

    private static (long Offset, byte Value) FindInvalid(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] bytes = new byte[BlockBytes];
        char[] chars = new char[BlockBytes];
        long offset = 0;
        int kept = 0;
        while (true)
        {
            int count = kept + file.ReadAtLeast(bytes.AsSpan(kept), bytes.Length - kept, throwOnEndOfStream: false);
            OperationStatus status = Utf8.ToUtf16(
                bytes.AsSpan(0, count), chars, out int read, out _, replaceInvalidSequences: false, isFinalBlock: count < bytes.Length);
            if (status == OperationStatus.InvalidData)
            {
                return (offset + read, bytes[read]);
            }

            if (count < bytes.Length)
            {
                throw new InvalidDataException($"{path} was changed while it was read.");
            }

            // A character is split by the end of the block.
            kept = count - read;
            bytes.AsSpan(read, kept).CopyTo(bytes);
            offset += read;
        }
    }

    // If the file ends with the invalid byte, the byte is in the last field of the last row.
    private static (int Line, int Column) Place(string path, long offset, CsvConfiguration configuration)
    {
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read);
        using MemoryMappedViewStream start = file.CreateViewStream(0, offset + 1, MemoryMappedFileAccess.Read);
        using var parser = new CsvParser(new StreamReader(start, Encoding.UTF8), configuration);
        (int line, int column) = (1, 1);
        while (parser.Read())
        {
            (line, column) = (parser.RawRow, parser.Count);
        }

        return (line, column);
    }
}
