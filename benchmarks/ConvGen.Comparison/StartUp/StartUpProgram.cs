using System.Diagnostics;
using System.Globalization;

namespace ConvGen.Comparison.StartUp;

/// <summary>A program whose start is timed.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Project">The path of the project, relative to the root of the repository.</param>
/// <param name="Executable">The published file.</param>
/// <param name="Properties">The properties for publishing.</param>
/// <param name="TakesModel">Whether its argument is the path of an ONNX model.</param>
internal sealed record StartUpProgram(
    string Name, string Project, string Executable, string[] Properties, bool TakesModel = false)
{
    private const string Peers = "benchmarks/ConvGen.Comparison/StartUp/Programs";

    public static IReadOnlyList<StartUpProgram> All { get; } =
    [
        new("ConvGen, NativeAOT", "samples/Aot", "Aot", []),
        new("ConvGen, JIT", "samples/Aot", "Aot", ["-p:PublishAot=false"]),
        new("TorchSharp", $"{Peers}/TorchSharp", "StartUp.TorchSharp", []),
        new("OnnxRuntime", $"{Peers}/OnnxRuntime", "StartUp.OnnxRuntime", [], TakesModel: true),
    ];

    /// <summary>Publishes it into a folder.</summary>
    /// <exception cref="InvalidOperationException">It cannot be built; the message is the first error.</exception>
    public PublishedProgram Publish(string root, string folder, string model)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["publish", Path.Combine(root, Project), "-c", "Release", "-o", folder, "-v", "q", "--nologo", .. Properties])
        {
            RedirectStandardOutput = true,
        };

        using Process publishing = Process.Start(start)!;
        string output = publishing.StandardOutput.ReadToEnd();
        publishing.WaitForExit();
        if (publishing.ExitCode != 0)
        {
            string error = output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? output;
            throw new InvalidOperationException(error.Trim());
        }

        string executable = Path.Combine(folder, OperatingSystem.IsWindows() ? Executable + ".exe" : Executable);
        return new PublishedProgram(Name, executable, TakesModel ? [model] : [], SizeOf(folder));
    }

    /// <summary>Bytes of all files except symbols, which are not deployed.</summary>
    private static long SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.Extension is not (".pdb" or ".dbg" or ".xml"))
            .Sum(file => file.Length);
}

/// <summary>A program that can be started.</summary>
internal sealed class PublishedProgram(string name, string executable, string[] arguments, long size)
{
    /// <summary>The end of the process, an event in addition to those that the program prints.</summary>
    public const string Exit = "exit";

    private readonly Dictionary<string, List<double>> times = [];

    public string Name => name;

    /// <summary>Bytes.</summary>
    public long Size => size;

    /// <summary>Milliseconds from the start of the process to an event, for every counted run; null if the program has
    /// no such event.</summary>
    public double[]? TimesOf(string name) => times.TryGetValue(name, out List<double>? all) ? [.. all] : null;

    /// <summary>Starts it once and waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public void Run(bool counts)
    {
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(
            new ProcessStartInfo(executable, [started.ToString(CultureInfo.InvariantCulture), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        string output = process.StandardOutput.ReadToEnd();
        string complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        double milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(complaint.Split('\n', 2)[0]);
        }

        if (counts)
        {
            Add(Exit, milliseconds);
            foreach (string line in output.Split('\n'))
            {
                ReadEvent(line);
            }
        }
    }

    /// <summary>Matches lines such as <c>first prediction 8.3 ms</c>, with any text after it.</summary>
    private void ReadEvent(string line)
    {
        int unit = line.IndexOf(" ms", StringComparison.Ordinal);
        int number = unit < 0 ? -1 : line.LastIndexOf(' ', unit - 1);
        if (number > 0)
        {
            Add(line[..number], double.Parse(line.AsSpan(number, unit - number), CultureInfo.InvariantCulture));
        }
    }

    private void Add(string name, double time)
    {
        if (!times.TryGetValue(name, out List<double>? all))
        {
            times.Add(name, all = []);
        }

        all.Add(time);
    }
}
