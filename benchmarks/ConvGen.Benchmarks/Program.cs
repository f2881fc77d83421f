using System.CommandLine;
using BenchmarkDotNet.Running;
using ConvGen.Benchmarks.Speed;

if (args is not ["speed", ..])
{
    // Everything else is for BenchmarkDotNet: --filter, --list, --job and so on.
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}

return new RootCommand("ConvGen's benchmarks") { SpeedCommand.Create() }.Parse(args).Invoke();
