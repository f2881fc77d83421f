using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using Perfolizer.Horology;

namespace ConvGen.Benchmarks.Suites;

/// <summary>The configuration of the suites: half a second for each row unless <c>--job</c> sets another duration, so
/// that a suite takes minutes.</summary>
internal static class BriefConfig
{
    /// <summary>The longest name of a kernel.</summary>
    private const int ParameterWidth = 30;

    /// <param name="arguments">The arguments of the command line.</param>
    public static IConfig For(string[] arguments)
    {
        IConfig config = DefaultConfig.Instance.WithSummaryStyle(
            SummaryStyle.Default.WithMaxParameterColumnWidth(ParameterWidth));
        return arguments.Intersect(["--job", "-j"]).Any()
            ? config
            : config.AddJob(Job.Default
                .WithWarmupCount(2)
                .WithIterationCount(7)
                .WithIterationTime(TimeInterval.FromMilliseconds(50)));
    }
}
