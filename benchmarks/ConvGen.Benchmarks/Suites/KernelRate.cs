using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using ConvGen.Benchmarks.Kernels;

namespace ConvGen.Benchmarks.Suites;

/// <summary>Adds <see cref="KernelRate"/> to a suite.</summary>
internal sealed class KernelRateConfig : ManualConfig
{
    public KernelRateConfig() => AddColumn(new KernelRate());
}

/// <summary>The number of floating-point operations per second, in billions. Operations that the kernel skips because a value is zero are
/// included; a multiply-add counts as two.</summary>
internal sealed class KernelRate() : CaseColumn("GFLOP/s", "Dense arithmetic of the kernel per nanosecond of its mean time")
{
    public override string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var kernel = (Kernel)benchmarkCase.Parameters[nameof(KernelBenchmarks.Kernel)];
        return summary[benchmarkCase]?.ResultStatistics is { } time ? $"{2 * kernel.MultiplyAdds / time.Mean:F1}" : "-";
    }
}
