using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ConvGen.Files;

/// <summary>Replaces files so that a reader finds the old content or the new one, and never a part, also after a kill or a power
/// failure: the new content is written to a file beside the old one and flushed to the disk, takes the old one's name, and
/// then the folder, which holds the names, is flushed too.</summary>
internal static class DurableFile
{
    private const int ReadOnly = 0;

    /// <summary>Writes a file. What was there stays until its successor is whole; where anything is thrown, it stays, and nothing
    /// is left beside it. (A process that is killed leaves its temporary file, <c>NAME.*.part</c>.)</summary>
    /// <param name="path">The file; where it is a symbolic link, the file that it leads to.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The folder is not there, the disk is full, or the like.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var named = new FileInfo(path);
        string target = named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;

        // A name of its own, so that two processes that save to one place do not write into each other's file.
        string temporary = $"{target}.{Guid.NewGuid():N}.part";
        try
        {
            using (var file = new FileStream(temporary, Options(target)))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception)
        {
            DeleteQuietly(temporary);
            if (exception is ArgumentOutOfRangeException)
            {
                // So .NET calls a file that grows beyond what the file system or the process may have.
                throw new IOException($"{target} cannot become as large as it has to be.", exception);
            }

            throw;
        }

        FlushFolder(Path.GetDirectoryName(target)!);
    }

    private static FileStreamOptions Options(string target)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            // Who could not read the old file shall not read the new one.
            options.UnixCreateMode = File.GetUnixFileMode(target);
        }

        return options;
    }

    // What went wrong before is what matters, and is what the caller will hear of.
    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Where folders cannot be opened (Windows, or a folder that may be written to and not read), the file system
    /// decides when the new name is on the disk; the content is there before it.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET opens files alone; flushing is the same for both.
        using var handle = new SafeFileHandle(Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly), ownsHandle: true);
        if (!handle.IsInvalid)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    // Not a generated import: coverage cannot be counted where one hides an external local function.
    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] zeroTerminatedPath, int flags);
}
