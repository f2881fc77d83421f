using System.Diagnostics;
using System.Globalization;
using ConvGen.Comparison.Contest;

namespace ConvGen.Comparison.Systems;

/// <summary>A compared system: its name, and how to start its worker process.</summary>
/// <param name="Name">Its name in the table and in <c>--json</c>.</param>
/// <param name="Trains">Whether it can do more than predict.</param>
/// <param name="Start">Starts the process, given the folder of the contest and the number of threads.</param>
internal sealed record Contender(string Name, bool Trains, Func<string, int, ProcessStartInfo> Start)
{
    public const string ConvGen = "ConvGen";

    /// <summary>The first argument of this program when it is a worker.</summary>
    public const string WorkerVerb = "worker";

    /// <summary>By default glibc returns large blocks to the operating system at once, so that every activation of
    /// another system would be mapped and faulted in again; with these settings it keeps them. This saves the other
    /// systems up to half of their time; ConvGen allocates nothing and needs no settings.</summary>
    private static readonly (string Name, string Value)[] KeepLargeBlocks =
    [
        ("MALLOC_MMAP_THRESHOLD_", "4294967296"),
        ("MALLOC_TRIM_THRESHOLD_", "17179869184"),
        ("MALLOC_TOP_PAD_", "67108864"),
        ("MALLOC_ARENA_MAX", "1"),
    ];

    /// <summary>ConvGen first, then the other systems.</summary>
    public static IReadOnlyList<Contender> All { get; } =
    [
        new(ConvGen, Trains: true, (folder, threads) => Own(ConvGen, folder, threads)),
        new("TorchSharp", Trains: true, (folder, threads) => WithPeerSettings(Own("TorchSharp", folder, threads), threads)),
        new("TorchSharp channels_last", Trains: true,
            (folder, threads) => WithPeerSettings(Own("TorchSharp channels_last", folder, threads), threads)),
        new("PyTorch", Trains: true, (folder, threads) => WithPeerSettings(Python(folder, threads), threads)),
        new("OnnxRuntime", Trains: false, (folder, threads) => WithPeerSettings(Own("OnnxRuntime", folder, threads), threads)),
    ];

    public bool Does(Job job) => Trains || job != Job.Train;

    /// <summary>The system of a worker process of this program.</summary>
    public static ISystem CreateSystem(string name, int threads) => name switch
    {
        ConvGen => new ConvGenSystem(threads),
        "TorchSharp" => new TorchSharpSystem(threads, channelsLast: false),
        "TorchSharp channels_last" => new TorchSharpSystem(threads, channelsLast: true),
        "OnnxRuntime" => new OnnxRuntimeSystem(threads),
        _ => throw new ArgumentException($"There is no system '{name}'."),
    };

    private static ProcessStartInfo Own(string name, string folder, int threads)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "ConvGen.Comparison");
        return new ProcessStartInfo(
            OperatingSystem.IsWindows() ? program + ".exe" : program,
            [WorkerVerb, name, folder, threads.ToString(CultureInfo.InvariantCulture)]);
    }

    private static ProcessStartInfo Python(string folder, int threads) => new(
        PythonInterpreter.WithTorch(),
        [
            Path.Combine(AppContext.BaseDirectory, "Systems", "pytorch_worker.py"),
            folder,
            threads.ToString(CultureInfo.InvariantCulture),
        ]);

    private static ProcessStartInfo WithPeerSettings(ProcessStartInfo start, int threads)
    {
        foreach ((string name, string value) in KeepLargeBlocks)
        {
            start.Environment[name] = value;
        }

        // OpenMP and BLAS libraries read their thread counts once, when they are loaded.
        foreach (string name in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"])
        {
            start.Environment[name] = threads.ToString(CultureInfo.InvariantCulture);
        }

        return start;
    }
}
