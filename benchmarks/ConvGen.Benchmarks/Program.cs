using System.CommandLine;
using BenchmarkDotNet.Running;
using ConvGen.Benchmarks.Kinds;
using ConvGen.Benchmarks.Overhead;
using ConvGen.Benchmarks.Scaling;
using ConvGen.Benchmarks.Speed;
using ConvGen.Benchmarks.Speed.Widths;
using ConvGen.Benchmarks.Suites;

if (args is [WidthProcess.Verb])
{
    WidthWorker.Run(Console.In, Console.Out);
    return 0;
}

if (args is not ["speed" or "scaling" or "overhead" or "kinds", ..])
{
    // All other arguments are passed to BenchmarkDotNet: --filter, --list, --job and so on.
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, BriefConfig.For(args));
    return 0;
}

return new RootCommand("ConvGen's benchmarks")
{
    SpeedCommand.Create(), ScalingCommand.Create(), OverheadCommand.Create(), KindsCommand.Create(),
}
.Parse(args).Invoke();
