using System.Diagnostics;
using System.Runtime.InteropServices;
using ConvGen.Tests.Probe;

namespace ConvGen.Tests.Behaviour;

/// <summary>Runs a command of ConvGen.Tests.Probe in a separate process, because some settings are read when a process starts, and some
/// measurements concern the whole process.</summary>
internal static class ProbeProcess
{
    /// <summary>The host whose runtime this process runs on, three folders above that runtime.</summary>
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Describes how to start ConvGen.Tests.Probe.</summary>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo Describe(params string[] arguments) =>
        new(Dotnet, [typeof(WeightHash).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    /// <summary>Runs ConvGen.Tests.Probe and returns its output.</summary>
    /// <param name="question">Its first argument.</param>
    /// <param name="threads">Its second argument.</param>
    /// <param name="switchedOff">A setting of the .NET runtime to turn off, without its prefix.</param>
    public static string Ask(string question, int threads, string? switchedOff = null)
    {
        (int exitCode, string answer, string errors) = Run(question, $"{threads}", switchedOff);
        Assert.True(exitCode == 0, $"Exit code {exitCode}: {errors}");
        return answer;
    }

    /// <summary>Runs a command that may crash the process.</summary>
    public static (int ExitCode, string Answer, string Errors) Run(string question, string about, string? switchedOff = null)
    {
        ProcessStartInfo start = Describe(question, about);
        if (switchedOff is not null)
        {
            start.Environment[$"DOTNET_{switchedOff}"] = "0";
        }

        // An expected crash needs no memory dump.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string answer = process.StandardOutput.ReadToEnd().TrimEnd();
        process.WaitForExit();
        return (process.ExitCode, answer, errors.Result);
    }
}
