// Mutation test: applies each mutation in faults.json to a copy of HEAD and checks that a test fails. Runs tests as CI does:
// first the ones listed with the mutation, then, if those pass, all of them. Exits with 0 only if a test failed for every
// mutation.
//
//   dotnet run tests/Faults/Plant.cs                    all mutations
//   dotnet run tests/Faults/Plant.cs -- padding NaN     those whose names contain one of the words
//   dotnet run tests/Faults/Plant.cs -- --list          only their names

using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

// Tests of results run first, because snapshots also notice harmless changes of kernels.
string[] everything = ["ConvGen.Tests", "ConvGen.Generators.Tests"];
string folder = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
string repository = Path.GetFullPath(Path.Combine(folder, "..", ".."));

Fault[] faults = [.. Fault.Read(Path.Combine(folder, "faults.json")).Where(fault => Matches(fault, args))];
if (faults.Length == 0)
{
    Console.Error.WriteLine($"No mutation name matches {string.Join(" or ", args)}.");
    return 1;
}

if (args is ["--list"])
{
    Array.ForEach(faults, fault => Console.WriteLine($"{fault.Name} ({fault.File})"));
    return 0;
}

string copy = Path.Combine(Path.GetTempPath(), $"convgen-faults-{Environment.ProcessId}");
Tool.Run(repository, "git", "worktree", "add", "--detach", copy, "HEAD").EnsureSuccess();
try
{
    RequirePass([.. faults.Select(fault => fault.FirstTests).Distinct()]);
    List<Fault> unnoticed = [.. faults.Where(fault => !Notices(fault, [fault.FirstTests]))];
    if (unnoticed.Count > 0)
    {
        RequirePass(everything);
        unnoticed.RemoveAll(fault => Notices(fault, everything));
    }

    unnoticed.ForEach(fault => Console.WriteLine($"MISSED {fault.Name}"));
    Console.WriteLine($"{faults.Length - unnoticed.Count} of {faults.Length} faults noticed");
    return unnoticed.Count == 0 ? 0 : 1;
}
finally
{
    Tool.Run(repository, "git", "worktree", "remove", "--force", copy);
}

// Throws unless the tests pass without a mutation.
void RequirePass(string[] tests)
{
    if (FirstFailure(tests) is { } failure)
    {
        throw new InvalidOperationException($"{failure} fails without a mutation, so the results would be meaningless.");
    }
}

bool Notices(Fault fault, string[] tests)
{
    var watch = Stopwatch.StartNew();
    fault.Plant(copy);
    string? failure = FirstFailure(tests);
    Tool.Run(copy, "git", "checkout", "--", fault.File).EnsureSuccess();
    string outcome = failure is null ? $"not noticed by {string.Join(" and ", tests)}" : $"noticed by {failure}";
    Console.WriteLine($"{fault.Name}: {outcome} ({watch.Elapsed.TotalSeconds:F0} s)");
    return failure is not null;
}

// Returns the first failing test of those whose full names contain one of these, or null.
string? FirstFailure(string[] tests)
{
    foreach (string names in tests)
    {
        string project = names.StartsWith("ConvGen.Generators.Tests") ? "tests/ConvGen.Generators.Tests" : "tests/ConvGen.Tests";
        // Builds separately, so that a mutation that does not compile does not count as noticed.
        Tool.Run(copy, "dotnet", "build", "-c", "Release", "-v", "q", project).EnsureSuccess();
        Tool run = Tool.Run(
            copy, "dotnet", "test", "-c", "Release", "--no-build", "--logger", "console;verbosity=normal", project,
            // Excludes tests that compare the list of faults with the sources.
            "--filter", $"FullyQualifiedName~{names}&FullyQualifiedName!~FaultListTests", "--", "xUnit.StopOnFail=true");
        if (run.ExitCode != 0)
        {
            Match failed = Regex.Match(run.Output, @"^\s*Failed (.+?)(?: \[.*)?$", RegexOptions.Multiline);
            return failed.Success ? failed.Groups[1].Value : $"{project}, whose test run exited without naming a failed test";
        }

        if (!Regex.IsMatch(run.Output, @"^\s*Passed: +[1-9]", RegexOptions.Multiline))
        {
            throw new InvalidOperationException($"No test name matches {names}.");
        }
    }

    return null;
}

static bool Matches(Fault fault, string[] words) =>
    words is [] or ["--list"] || words.Any(word => fault.Name.Contains(word, StringComparison.OrdinalIgnoreCase));

/// <summary>A mutation: a plausible mistake in a line, and the tests that are expected to fail.</summary>
internal sealed record Fault(string Name, string File, string Find, string Replace, string FirstTests)
{
    public static IEnumerable<Fault> Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllText(path));
        return [.. document.RootElement.EnumerateArray().Select(Parse)];
    }

    /// <summary>Applies the mutation. Its text must occur in the file exactly once.</summary>
    public void Plant(string root)
    {
        string path = Path.Combine(root, File), text = System.IO.File.ReadAllText(path);
        int places = text.Split(Find).Length - 1;
        if (places != 1)
        {
            throw new InvalidOperationException($"{Name}: the text occurs {places} times in {File}, but must occur once: {Find}");
        }

        System.IO.File.WriteAllText(path, text.Replace(Find, Replace));
    }

    private static Fault Parse(JsonElement fault)
    {
        string Text(string name) => fault.GetProperty(name).GetString()!;
        return new(Text("name"), Text("file"), Text("find"), Text("replace"), Text("near"));
    }
}

/// <summary>The result of running a program.</summary>
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

    /// <summary>Throws unless the program succeeded.</summary>
    public void EnsureSuccess()
    {
        if (ExitCode != 0)
        {
            throw new InvalidOperationException($"{Command} ended with {ExitCode}:\n{Output}");
        }
    }
}
