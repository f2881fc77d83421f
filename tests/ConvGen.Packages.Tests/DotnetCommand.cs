using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConvGen.Packages.Tests;

/// <summary>Runs the <c>dotnet</c> command that runs the tests, in a user's environment.</summary>
internal static class DotnetCommand
{
    /// <summary>The host whose runtime this process runs on, three folders above that runtime.</summary>
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Runs a command, which must succeed.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="packages">The folder of restored packages; null for the user's default.</param>
    /// <param name="arguments">The command.</param>
    /// <returns>The output.</returns>
    public static string Run(string folder, string? packages, params string[] arguments)
    {
        (int exitCode, string output, string errors) = Start(folder, packages, arguments);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)}: {exitCode}\n{output}\n{errors}");
        return output;
    }

    /// <summary>Runs a command, which must fail, and returns its output.</summary>
    public static string RunFailing(string folder, string packages, params string[] arguments)
    {
        (int exitCode, string output, _) = Start(folder, packages, arguments);
        Assert.True(exitCode != 0, $"dotnet {string.Join(' ', arguments)}: 0\n{output}");
        return output;
    }

    private static (int ExitCode, string Output, string Errors) Start(string folder, string? packages, string[] arguments)
    {
        ProcessStartInfo start = new(Dotnet, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Removes environment variables that the test run sets and a user does not have.
        foreach (string name in start.Environment.Keys.Where(IsOfTheTestRun).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["MSBUILDTERMINALLOGGER"] = "off";
        if (packages is not null)
        {
            start.Environment["NUGET_PACKAGES"] = packages;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    private static bool IsOfTheTestRun(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("CORECLR_", StringComparison.OrdinalIgnoreCase);
}
