using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ConvGen.Files;

/// <summary>Replaces files so that a reader finds the old content or the new one, and never a part, also after a kill or a power
/// failure: the new content is written to a file beside the old one and flushed to the disk, takes the old one's name, and
/// then the folder, which holds the names, is flushed too.</summary>
/// <remarks>
/// <para>A file that cannot be replaced is overwritten in place, without that guarantee: a mount point, such as a Docker volume of
/// a single file, or a file that may be written in a folder that may not.</para>
/// <para>Everything that writes whole files uses this class. Packages and programs that cannot see it compile this file as their
/// own.</para>
/// </remarks>
internal static class DurableFile
{
    // Arguments of the C library, and error numbers that Linux and macOS share.
    private const int OpenForReading = 0, ForWriting = 2, DeviceOrResourceBusy = 16, ReadOnlyFileSystem = 30;

    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode AnyoneWrites = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Writes a file. What was there stays until its successor is whole; where anything is thrown, it stays, and nothing
    /// is left beside it. (A process that is killed leaves its temporary file, <c>NAME.*.part</c>.) The new file has the mode of
    /// the old one.</summary>
    /// <param name="path">The file; where it is a symbolic link, the file that it leads to.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The folder is not there, the disk is full, or the like.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or neither the folder nor the file may be written
    /// to.</exception>
    public static void Write(string path, Action<Stream> write) =>
        Write(path, write, (temporary, target) => File.Move(temporary, target, overwrite: true));

    /// <summary>Writes a file of bytes, as the other overload does.</summary>
    public static void Write(string path, byte[] content) => Write(path, file => file.Write(content));

    /// <summary>Writes a file of text in UTF-8, as the other overloads do.</summary>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    /// <summary>The same with another way to give the new file its name.</summary>
    internal static void Write(string path, Action<Stream> write, Action<string, string> rename)
    {
        string target = TargetOf(path);
        ThrowIfReadOnly(target);

        // A name of its own, so that two processes that save to one place do not write into each other's file.
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
                // So .NET calls a file that grows beyond what the file system or the process may have.
                throw new IOException($"{target} cannot become as large as it has to be.", exception);
            }

            throw;
        }

        FlushFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>Refuses a file that is there and read-only. The kernel would let the superuser write to it, and lets anyone replace
    /// it whom the folder lets.</summary>
    /// <param name="path">The file; where it is a symbolic link, the file that it leads to.</param>
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

    /// <summary>The new file; null where the folder refuses it and there is an old file to overwrite.</summary>
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
            // Who could not read the old file shall not read the new one, and who could shall go on: no umask applies here.
            File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(target));
        }

        return file;
    }

    private static FileStream OpenInPlace(string target) => new(target, FileMode.Open, FileAccess.Write, FileShare.None);

    /// <summary>Writes over the content of a file. Only now is the old content lost.</summary>
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
        using var handle = new SafeFileHandle(Open(ZeroTerminated(folder), OpenForReading), ownsHandle: true);
        if (!handle.IsInvalid)
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    private static byte[] ZeroTerminated(string path) => Encoding.UTF8.GetBytes(path + '\0');

    // Not generated imports: coverage cannot be counted where one hides an external local function.
    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] zeroTerminatedPath, int flags);

    [DllImport("libc", EntryPoint = "access")]
    private static extern int Access(byte[] zeroTerminatedPath, int mode);
}
