// Are the tests any good? Plants one fault after the other (faults.json) in a copy of the last commit, runs the tests as CI does, and says
// which of them noticed. Exits with 0 only when every fault was noticed.
//
//   dotnet run tests/Faults/Plant.cs                    all faults
//   dotnet run tests/Faults/Plant.cs -- padding NaN     those whose names contain one of the words
//   dotnet run tests/Faults/Plant.cs -- --list          only their names

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

// The numbers first: a snapshot notices every change of a kernel, harmless ones as well.
string[] projects = ["tests/ConvGen.Tests", "tests/ConvGen.Generators.Tests"];
string folder = Path.GetDirectoryName(Here())!;
string repository = Path.GetFullPath(Path.Combine(folder, "..", ".."));

Fault[] faults = [.. Fault.Read(Path.Combine(folder, "faults.json")).Where(fault => Matches(fault, args))];
if (faults.Length == 0)
{
    Console.Error.WriteLine($"No fault is called anything like {string.Join(" or ", args)}.");
    return 1;
}

if (args is ["--list"])
{
    Array.ForEach(faults, fault => Console.WriteLine($"{fault.Name} ({fault.File})"));
    return 0;
}

string copy = Path.Combine(Path.GetTempPath(), $"convgen-faults-{Environment.ProcessId}");
Tool.Run(repository, "git", "worktree", "add", "--detach", copy, "HEAD").Demand();
int noticed = 0;
try
{
    if (FirstFailure() is { } already)
    {
        Console.Error.WriteLine($"Without any fault {already} fails: nothing can be said.");
        return 1;
    }

    foreach (Fault fault in faults)
    {
        var watch = Stopwatch.StartNew();
        fault.Plant(copy);
        string? failure = FirstFailure();
        Tool.Run(copy, "git", "checkout", "--", fault.File).Demand();
        noticed += failure is null ? 0 : 1;
        Console.WriteLine($"{(failure is null ? "MISSED " : "noticed")} {fault.Name}: {failure ?? "all tests pass"} ({watch.Elapsed.TotalSeconds:F0} s)");
    }
}
finally
{
    Tool.Run(repository, "git", "worktree", "remove", "--force", copy);
}

Console.WriteLine($"{noticed} of {faults.Length} faults noticed");
return noticed == faults.Length ? 0 : 1;

// The first test that fails, or null.
string? FirstFailure()
{
    foreach (string project in projects)
    {
        // A build of its own, so that a fault which does not compile is no success.
        Tool.Run(copy, "dotnet", "build", "-c", "Release", "-v", "q", project).Demand();
        Tool tests = Tool.Run(
            copy, "dotnet", "test", "-c", "Release", "--no-build", "--logger", "console;verbosity=normal", project, "--",
            "xUnit.StopOnFail=true");
        if (tests.ExitCode != 0)
        {
            Match failed = Regex.Match(tests.Output, @"^\s*Failed (.+?)(?: \[.*)?$", RegexOptions.Multiline);
            return failed.Success ? failed.Groups[1].Value : $"{project}, whose tests ended before their time";
        }
    }

    return null;
}

static bool Matches(Fault fault, string[] words) =>
    words is [] or ["--list"] || words.Any(word => fault.Name.Contains(word, StringComparison.OrdinalIgnoreCase));

static string Here([CallerFilePath] string path = "") => path;

/// <summary>A line that somebody might have got wrong.</summary>
internal sealed record Fault(string Name, string File, string Find, string Replace)
{
    public static IEnumerable<Fault> Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllText(path));
        return [.. document.RootElement.EnumerateArray().Select(Parse)];
    }

    /// <summary>Replaces the text, which has to stand in the file exactly once.</summary>
    public void Plant(string root)
    {
        string path = Path.Combine(root, File), text = System.IO.File.ReadAllText(path);
        int places = text.Split(Find).Length - 1;
        if (places != 1)
        {
            throw new InvalidOperationException($"{Name}: the text stands {places} times in {File}, once was expected: {Find}");
        }

        System.IO.File.WriteAllText(path, text.Replace(Find, Replace));
    }

    private static Fault Parse(JsonElement fault)
    {
        string Text(string name) => fault.GetProperty(name).GetString()!;
        return new(Text("name"), Text("file"), Text("find"), Text("replace"));
    }
}

/// <summary>A program that has ended.</summary>
internal sealed record Tool(string Command, int ExitCode, string Output)
{
    public static Tool Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CI"] = "true";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return new($"{program} {string.Join(' ', arguments)}", process.ExitCode, output);
    }

    /// <summary>It must have gone well.</summary>
    public void Demand()
    {
        if (ExitCode != 0)
        {
            throw new InvalidOperationException($"{Command} ended with {ExitCode}:\n{Output}");
        }
    }
}
