extern alias Runtime;

using System.Diagnostics;
using System.Runtime.InteropServices;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Probe;
using DurableFile = Runtime::ConvGen.Files.DurableFile;

namespace ConvGen.Tests.Files;

/// <summary>If a save fails for any reason, the old file is unchanged and no temporary file remains.</summary>
[Trait("Category", "Process")]
public sealed class DiskFaultTests : IDisposable
{
    private const UnixFileMode ReadAndEnter = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Full = ReadAndEnter | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-fault-").FullName;
    private readonly byte[] _old = new ProbeNet(seed: 2).ToBytes();

    public DiskFaultTests() => File.WriteAllBytes(Saved, _old);

    private string Saved => Path.Combine(_folder, "net.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_full_disk()
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows has no limit on a process's files; the next test covers failing writes on every system.
            return;
        }

        // The kernel refuses to write more than 8 KB of the file of about 40 KB, as if the disk were full. The runtime
        // must not need a larger file either: by default it maps one for its code.
        ProcessStartInfo probe = ProbeProcess.Describe("save-once", Saved);
        var limited = new ProcessStartInfo(
            "/bin/sh", ["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" \"$@\"", probe.FileName, .. probe.ArgumentList])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        limited.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        limited.Environment["DOTNET_EnableDiagnostics"] = "0";
        (int exitCode, string output) = Run(limited);
        Assert.True(exitCode == Saving.Failed, $"Exit code {exitCode}: {output}");
        AssertUntouched();

        // Without the limit the same process succeeds.
        (exitCode, output) = Run(probe);
        Assert.True(exitCode == 0, $"Exit code {exitCode}: {output}");
        Assert.Equal(new ProbeNet(seed: 1).ToBytes(), File.ReadAllBytes(Saved));
    }

    [Fact]
    public void A_write_that_fails_halfway()
    {
        Assert.Throws<IOException>(() => DurableFile.Write(Saved, file =>
        {
            file.Write(new byte[1 << 20]);
            Assert.Equal(2, Directory.GetFiles(_folder).Length);
            throw new IOException("No space left on device");
        }));
        AssertUntouched();
    }

    [Fact]
    public void A_read_only_folder()
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows folders have no such permission; the next test blocks the new name with a file on every system.
            return;
        }

        File.SetUnixFileMode(_folder, ReadAndEnter);
        Exception? exception = null;
        try
        {
            // Permissions do not apply to the superuser, so this thread temporarily accesses the file system as an
            // unprivileged user.
            Thread thread = new(() =>
            {
                bool isBound = !Environment.IsPrivilegedProcess;
                Assert.True(isBound || SetFileSystemUser(65534) == 0);
                exception = Record.Exception(() => new ProbeNet(seed: 1).Save(Saved));
                _ = isBound ? 0 : SetFileSystemUser(0);
            });
            thread.Start();
            thread.Join();
        }
        finally
        {
            File.SetUnixFileMode(_folder, Full);
        }

        Assert.IsType<UnauthorizedAccessException>(exception);
        AssertUntouched();
    }

    [Fact]
    public void A_folder_with_the_name_of_the_file()
    {
        string below = Directory.CreateDirectory(Path.Combine(_folder, "below")).FullName;
        Exception? exception = Record.Exception(() => new ProbeNet(seed: 1).Save(below));
        Assert.True(exception is IOException or UnauthorizedAccessException, $"{exception}");
        Directory.Delete(below);
        AssertUntouched();
    }

    private static (int ExitCode, string Output) Run(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private void AssertUntouched()
    {
        Assert.Equal(_old, File.ReadAllBytes(Saved));
        Assert.Equal([Saved], Directory.GetFileSystemEntries(_folder));
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileSystemUser(uint user);
}
