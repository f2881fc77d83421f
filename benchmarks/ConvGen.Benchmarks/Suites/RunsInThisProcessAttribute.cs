using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ConvGen.Benchmarks.Suites;

/// <summary>
/// Runs a suite without a process per row: its networks are compiled while running, which a process of its own would do again
/// and again. Kernels do not mind: already their first call is compiled with full optimisation.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RunsInThisProcessAttribute()
    : JobMutatorConfigBaseAttribute(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
