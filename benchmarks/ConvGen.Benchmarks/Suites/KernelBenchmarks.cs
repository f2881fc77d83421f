using BenchmarkDotNet.Attributes;
using ConvGen.Benchmarks.Kernels;

namespace ConvGen.Benchmarks.Suites;

/// <summary>Measures each kernel of the benchmark networks n1 to n4 separately, on one thread, with as many samples per call as in
/// training.</summary>
[Config(typeof(KernelRateConfig))]
[RunsInThisProcess]
public class KernelBenchmarks
{
    private KernelReplay _replay = null!;

    /// <summary>All kernels.</summary>
    public static IEnumerable<Kernel> Kernels => Kernel.All;

    /// <summary>The kernel that is called.</summary>
    [ParamsSource(nameof(Kernels))]
    public Kernel Kernel { get; set; } = null!;

    [GlobalSetup]
    public void Prepare() => _replay = new KernelReplay(Kernel);

    [Benchmark]
    public void Run() => _replay.Run();
}
