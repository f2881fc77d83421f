extern alias Runtime;

using System.Diagnostics;
using ConvGen.Onnx;
using ConvGen.Tests.Runtime;
using Xunit.Abstractions;
using DurableFile = Runtime::ConvGen.Files.DurableFile;

namespace ConvGen.Tests.Files;

/// <summary>All code that replaces whole files does it in the same way.</summary>
public sealed class DurableFileTests(ITestOutputHelper output) : IDisposable
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int DeviceOrResourceBusy = 16;
    private const string Old = "what was there before, which is longer than the new content of some tests";

    private static readonly Dictionary<string, Action<string>> Writers = new()
    {
        ["Save"] = path => new SavedNet(seed: 1).Save(path),
        ["ExportOnnx"] = path => new SavedNet(seed: 1).ExportOnnx(path),
        ["SaveCheckpoint"] = path =>
        {
            using Trainer<LinearNet> trainer = new(new LinearNet(seed: 1), new Sgd(0.1f));
            trainer.SaveCheckpoint(path);
        },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-durable-").FullName;

    public static TheoryData<string> Names => [.. Writers.Keys];

    private string Target => Path.Combine(_folder, "target");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_link_stays_a_link_and_its_file_is_replaced(string writer)
    {
        if (OperatingSystem.IsWindows())
        {
            // Creating links needs a privilege on Windows; the content is compared anyway.
            Writers[writer](Target);
            Assert.Equal(Expected(writer), File.ReadAllBytes(Target));
            return;
        }

        string middle = Path.Combine(_folder, "middle"), link = Path.Combine(_folder, "link");
        File.WriteAllText(Target, Old);
        File.CreateSymbolicLink(middle, "target");
        File.CreateSymbolicLink(link, middle);
        Writers[writer](link);
        Assert.Equal(Expected(writer), File.ReadAllBytes(Target));
        Assert.Equal((middle, "target"), (new FileInfo(link).LinkTarget, new FileInfo(middle).LinkTarget));
        Assert.Equal(3, Directory.GetFileSystemEntries(_folder).Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_replaced_file_keeps_its_mode(string writer)
    {
        // The second mode has bits that the usual umask removes.
        UnixFileMode[] modes = [OwnerAlone, OwnerAlone | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite];
        foreach (UnixFileMode mode in modes)
        {
            File.WriteAllText(Target, Old);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Target, mode);
            }

            Writers[writer](Target);
            Assert.Equal(Expected(writer), File.ReadAllBytes(Target));
            Assert.Equal(OperatingSystem.IsWindows() ? default : mode, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Target));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_read_only_file_is_rejected_and_unchanged(string writer)
    {
        File.WriteAllText(Target, Old);
        File.SetAttributes(Target, FileAttributes.ReadOnly);
        try
        {
            UnauthorizedAccessException exception = Assert.Throws<UnauthorizedAccessException>(() => Writers[writer](Target));
            Assert.Contains($"{Target} is read-only", exception.Message, StringComparison.Ordinal);
            Assert.Equal(Old, File.ReadAllText(Target));
            Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
        }
        finally
        {
            File.SetAttributes(Target, FileAttributes.Normal);
        }
    }

    [Fact]
    public void A_read_only_log_gets_no_line()
    {
        File.WriteAllText(Target, Old);
        File.SetAttributes(Target, FileAttributes.ReadOnly);
        Assert.Throws<UnauthorizedAccessException>(() => new CsvLog(Target));
        File.SetAttributes(Target, FileAttributes.Normal);
        Assert.Equal(Old, File.ReadAllText(Target));
    }

    /// <summary>Like a single file mounted into a container. If this process may not mount, a fake rename reports that
    /// the file is busy; the output says which case ran.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_mounted_file_is_overwritten_in_place(string writer)
    {
        string outside = Path.Combine(_folder, "outside");
        File.WriteAllText(outside, Old);
        File.WriteAllText(Target, "");
        bool isMounted = OperatingSystem.IsLinux() && Mount("--bind", outside, Target);
        output.WriteLine(isMounted ? "A bind mount." : "No right to mount: the rename is made to fail.");
        try
        {
            if (isMounted)
            {
                Writers[writer](Target);
                Assert.Equal(Expected(writer), File.ReadAllBytes(outside));
            }
            else
            {
                DurableFile.Write(Target, file => file.Write(Expected(writer)), FailAsBusy);
            }

            Assert.Equal(Expected(writer), File.ReadAllBytes(Target));
            Assert.Equal(2, Directory.GetFileSystemEntries(_folder).Length);
        }
        finally
        {
            if (isMounted)
            {
                Assert.True(Unmount(Target), "The file could not be unmounted.");
            }
        }
    }

    [Fact]
    public void A_busy_file_is_overwritten_in_place_by_shorter_and_longer_content()
    {
        foreach (byte[] content in (byte[][])[[1, 2, 3], new byte[1 << 20], []])
        {
            DurableFile.Write(Target, file => file.Write(Enumerable.Repeat((byte)7, 1000).ToArray()));
            DurableFile.Write(Target, file => file.Write(content), FailAsBusy);
            Assert.Equal(content, File.ReadAllBytes(Target));
            Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
        }
    }

    [Fact]
    public void A_new_file_that_cannot_be_renamed_is_an_error_and_leaves_nothing()
    {
        Assert.ThrowsAny<IOException>(() => DurableFile.Write(Target, file => file.WriteByte(1), FailAsBusy));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Any_other_error_of_the_rename_leaves_the_old_file_unchanged()
    {
        File.WriteAllText(Target, Old);
        Assert.Throws<IOException>(() => DurableFile.Write(
            Target, file => file.WriteByte(1), (_, _) => throw new IOException("Too many links", 31)));
        Assert.Equal(Old, File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_file_in_a_folder_on_a_read_only_mount_is_overwritten_if_it_may_be_written()
    {
        string inside = Directory.CreateDirectory(Path.Combine(_folder, "inside")).FullName, file = Path.Combine(inside, "file");
        string outside = Path.Combine(_folder, "outside");
        File.WriteAllText(file, "");
        File.WriteAllText(outside, Old);
        bool isMounted = OperatingSystem.IsLinux() && Mount("--bind", inside, inside);
        output.WriteLine(isMounted ? "A read-only bind mount with a writable file." : "No right to mount: an ordinary folder.");
        bool hasFile = false;
        try
        {
            if (isMounted)
            {
                Assert.True(Mount("-o", "remount,bind,ro", inside), "The folder could not be made read-only.");
                hasFile = Mount("--bind", outside, file);
                Assert.True(hasFile, "The file could not be mounted.");
            }

            DurableFile.Write(file, stream => stream.Write([1, 2, 3]));
            Assert.Equal([1, 2, 3], File.ReadAllBytes(file));
            Assert.Equal([file], Directory.GetFileSystemEntries(inside));
            Assert.Throws<InvalidOperationException>(() => DurableFile.Write(file, _ => throw new InvalidOperationException()));
            Assert.Equal([1, 2, 3], File.ReadAllBytes(file));
        }
        finally
        {
            Assert.True(!hasFile || Unmount(file), "The file could not be unmounted.");
            Assert.True(!isMounted || Unmount(inside), "The folder could not be unmounted.");
        }
    }

    private static void FailAsBusy(string temporary, string target)
    {
        Assert.True(File.Exists(temporary), "There is nothing to rename.");
        throw new IOException("Device or resource busy", DeviceOrResourceBusy);
    }

    private static byte[] Expected(string writer)
    {
        string plain = Path.Combine(Directory.CreateTempSubdirectory("convgen-expected-").FullName, "plain");
        try
        {
            Writers[writer](plain);
            return File.ReadAllBytes(plain);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(plain)!, recursive: true);
        }
    }

    private static bool Mount(params string[] arguments) => Run("mount", arguments);

    // Unmounts lazily, because a process started by another test may still have the file open.
    private static bool Unmount(string path) => Run("umount", "-l", path);

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // The program does not exist.
            return false;
        }
    }
}
