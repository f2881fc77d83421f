using System.Diagnostics;
using ConvGen.Comparison.Workers;

namespace ConvGen.Comparison.Systems;

/// <summary>Looks for a <c>python3</c> that has PyTorch.</summary>
internal static class PythonInterpreter
{
    private const string HasTorch = "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";

    private static readonly Lazy<string?> Found = new(() => Candidates().FirstOrDefault(CanImportTorch));

    /// <summary>The first of the path's interpreters that can import torch.</summary>
    /// <exception cref="WorkerException">No interpreter can import torch.</exception>
    public static string WithTorch() => Found.Value ?? throw new WorkerException("no python3 on the path can import torch");

    /// <summary>All interpreters on the path: a version manager's often hides the system's, which may have more
    /// packages.</summary>
    private static IEnumerable<string> Candidates() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "python3.exe" : "python3"))
            .Where(File.Exists)
            .Distinct();

    private static bool CanImportTorch(string python)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(python, ["-c", HasTorch]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
