using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ConvGen.Files;

/// <summary>Replaces files atomically: a reader finds either the old or the new content, never a part of it, even after a crash
/// or a power failure. The new content is written to a temporary file in the same folder and flushed to the disk; the temporary
/// file is renamed; then the folder, which holds the names, is flushed too.</summary>
/// <remarks>
/// <para>A file that cannot be replaced is overwritten in place, without that guarantee: a mount point, such as a Docker volume
/// of a single file, or a writable file in a read-only folder.</para>
/// <para>All code that writes whole files uses this class. Packages and programs without access to it compile this file as
/// their own.</para>
/// </remarks>
internal static class DurableFile
{
    // Arguments of the C library, and error numbers that Linux and macOS share.
    private const int OpenForReading = 0, ForWriting = 2, DeviceOrResourceBusy = 16, ReadOnlyFileSystem = 30;

    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode AnyoneWrites = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Writes a file. An existing file is replaced only by a complete new one; if an exception is thrown, it is intact
    /// and no temporary file remains. (A killed process leaves its temporary file, <c>NAME.*.part</c>.) The new file has the
    /// mode of the old one.</summary>
    /// <param name="path">The file, or a symbolic link to it.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The file cannot be written, for example because the folder does not exist or the disk is
    /// full.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or access to both the file and its folder is
    /// denied.</exception>
    public static void Write(string path, Action<Stream> write) =>
        Write(path, write, (temporary, target) => File.Move(temporary, target, overwrite: true));

    /// <summary>Writes a file of bytes, like the other overload.</summary>
    public static void Write(string path, byte[] content) => Write(path, file => file.Write(content));

    /// <summary>Writes a file of UTF-8 text, like the other overloads.</summary>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Writes a file with another way to rename the temporary file.</summary>
    internal static void Write(string path, Action<Stream> write, Action<string, string> rename)
    {
        string target = TargetOf(path);
        ThrowIfReadOnly(target);

        // A unique name, so that two processes that save to the same path do not write into each other's file.
        string temporary = $"{target}.{Guid.NewGuid():N}.part";
        bool needsTemporary = false;
        try
        {
            if (TryCreate(temporary, target) is not { } file)
            {
                using var buffer = new MemoryStream();
                using FileStream refused = OpenInPlace(target);
                write(buffer);
                Overwrite(refused, buffer, "it holds a part of the new content");
                return;
            }

            using (file)
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            try
            {
                rename(temporary, target);
            }
            catch (IOException exception) when (exception.HResult == DeviceOrResourceBusy)
            {
                using FileStream busy = OpenInPlace(target);
                needsTemporary = true;
                using (FileStream content = File.OpenRead(temporary))
                {
                    Overwrite(busy, content, $"the whole new content is in {temporary}");
                }

                File.Delete(temporary);
            }
        }
        catch (Exception exception)
        {
            if (!needsTemporary)
            {
                DeleteQuietly(temporary);
            }

            if (exception is ArgumentOutOfRangeException)
            {
                // .NET reports a file that exceeds a limit of the file system or the process in this way.
                throw new IOException($"{target} would exceed the largest file size that the system allows.", exception);
            }

            throw;
        }

        FlushFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>Rejects an existing read-only file. The system would let the superuser write to it, and lets every user with
    /// write access to the folder replace it.</summary>
    /// <param name="path">The file, or a symbolic link to it.</param>
    /// <exception cref="UnauthorizedAccessException">The file is read-only.</exception>
    public static void ThrowIfReadOnly(string path)
    {
        string target = TargetOf(path);
        if (!File.Exists(target))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            if (File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
            {
                throw new UnauthorizedAccessException($"{target} is read-only: clear that attribute, or write to another file.");
            }

            return;
        }

        UnixFileMode mode = File.GetUnixFileMode(target);
        if ((mode & AnyoneWrites) == 0 || Access(ZeroTerminated(target), ForWriting) != 0)
        {
            throw new UnauthorizedAccessException(
                $"{target} is read-only for this process (its mode is {Convert.ToString((int)mode, toBase: 8)}): "
                + "change its mode or its owner, or write to another file.");
        }
    }

    private static string TargetOf(string path)
    {
        var named = new FileInfo(path);
        return named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Creates the temporary file; returns null if the folder does not allow it and an old file exists, which can be
    /// overwritten.</summary>
    private static FileStream? TryCreate(string temporary, string target)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        bool replaces = File.Exists(target);
        if (replaces && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerAlone;
        }

        FileStream file;
        try
        {
            file = new FileStream(temporary, options);
        }
        catch (Exception exception) when (
            replaces && (exception is UnauthorizedAccessException || exception.HResult == ReadOnlyFileSystem))
        {
            return null;
        }

        if (replaces && !OperatingSystem.IsWindows())
        {
            // The new file keeps the access rights of the old one, regardless of the umask.
            File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(target));
        }

        return file;
    }

    private static FileStream OpenInPlace(string target) => new(target, FileMode.Open, FileAccess.Write, FileShare.None);

    /// <summary>Overwrites the content of a file. The old content is lost only here.</summary>
    private static void Overwrite(FileStream file, Stream content, string whatIsLeft)
    {
        content.Position = 0;
        try
        {
            content.CopyTo(file);
            file.SetLength(content.Length);
            file.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
        {
            throw new IOException(
                $"{file.Name} could not be replaced, only overwritten in place, and that failed: {whatIsLeft}.", exception);
        }
    }

    // The original exception is more important and reaches the caller.
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

    /// <summary>Flushes a folder. If folders cannot be opened (on Windows, or without read access), the file system decides
    /// when the new name reaches the disk; the content is already there.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET cannot open folders; flushing them works as for files.
        using var handle = new SafeFileHandle(Open(ZeroTerminated(folder), OpenForReading), ownsHandle: true);
        if (!handle.IsInvalid)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    private static byte[] ZeroTerminated(string path) => Encoding.UTF8.GetBytes(path + '\0');

    // Not LibraryImport, whose external local functions break the coverage tool.
    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] zeroTerminatedPath, int flags);

    [DllImport("libc", EntryPoint = "access")]
    private static extern int Access(byte[] zeroTerminatedPath, int mode);
}
