using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ConvGen.Data;

/// <summary>A memory-mapped file of records of equal length. The last bytes of a record are the values of an image.</summary>
internal sealed unsafe class MappedRecords : IDisposable
{
    // The value of each byte. A division gives the same result but takes longer.
    private static readonly float[] Shares = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly PixelFormat _format;
    private readonly long _headerBytes, _recordBytes;
    private readonly int _skippedBytes;

    private MappedRecords(
        FileStream stream, PixelFormat format, long headerBytes, long recordBytes, int skippedBytes, int count)
    {
        (_format, _headerBytes, _recordBytes, _skippedBytes) = (format, headerBytes, recordBytes, skippedBytes);
        Count = count;
        _file = MemoryMappedFile.CreateFromFile(
            stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(offset: 0, size: 0, MemoryMappedFileAccess.Read);
    }

    /// <summary>The number of records, at least 1.</summary>
    public int Count { get; }

    private SafeMemoryMappedViewHandle Memory => _view.SafeMemoryMappedViewHandle;

    /// <summary>Maps a file that consists of a header and whole records.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The type of the values.</param>
    /// <param name="headerBytes">Bytes before the first record.</param>
    /// <param name="recordBytes">Bytes of a record.</param>
    /// <param name="skippedBytes">Bytes of a record before its image.</param>
    /// <exception cref="InvalidDataException">The file ends inside a record, or holds no record or too many.</exception>
    public static MappedRecords Open(string path, PixelFormat format, long headerBytes, long recordBytes, int skippedBytes)
    {
        FileStream stream = File.OpenRead(path);
        try
        {
            int count = CountRecords(stream, path, headerBytes, recordBytes);
            return new MappedRecords(stream, format, headerBytes, recordBytes, skippedBytes, count);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The first byte of a record.</summary>
    public byte FirstByte(int record) => _view.ReadByte(_headerBytes + record * _recordBytes);

    /// <summary>Copies the image of a record; the number has been checked.</summary>
    /// <param name="record">Its number.</param>
    /// <param name="result">Receives the values; has the length of an image.</param>
    /// <exception cref="ObjectDisposedException">The mapping has ended.</exception>
    public void CopyTo(int record, Span<float> result)
    {
        ObjectDisposedException.ThrowIf(Memory.IsClosed, typeof(MappedImages));
        byte* start = null;
        try
        {
            // The mapping stays valid until the release, even if another thread disposes it.
            Memory.AcquirePointer(ref start);
            byte* image = start + _headerBytes + record * _recordBytes + _skippedBytes;
            if (_format == PixelFormat.Floats)
            {
                new ReadOnlySpan<byte>(image, result.Length * sizeof(float)).CopyTo(MemoryMarshal.AsBytes(result));
                return;
            }

            for (int i = 0; i < result.Length; i++)
            {
                result[i] = Shares[image[i]];
            }
        }
        finally
        {
            if (start != null)
            {
                Memory.ReleasePointer();
            }
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    private static int CountRecords(FileStream stream, string path, long headerBytes, long recordBytes)
    {
        (long records, long rest) = Math.DivRem(Math.Max(stream.Length - headerBytes, 0), recordBytes);
        if (rest != 0 || records == 0)
        {
            throw new InvalidDataException(
                $"{path}, offset {headerBytes + records * recordBytes}: expected a record of {recordBytes} bytes, " +
                $"found the end of the file after {rest}.");
        }

        return records <= int.MaxValue
            ? (int)records
            : throw new InvalidDataException($"{path} holds {records} images, more than are supported.");
    }
}
