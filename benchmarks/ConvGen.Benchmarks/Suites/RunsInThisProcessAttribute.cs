using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ConvGen.Benchmarks.Suites;

/// <summary>Runs a suite in this process instead of one process per row: its networks are compiled at run time, and
/// every process would have to repeat that. The measured times are the same, because kernels are compiled with full optimisation
/// at their first call.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RunsInThisProcessAttribute()
    : JobMutatorConfigBaseAttribute(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
