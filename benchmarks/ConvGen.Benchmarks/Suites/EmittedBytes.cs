using System.Text;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using ConvGen.Benchmarks.Compilation;
using Microsoft.CodeAnalysis;

namespace ConvGen.Benchmarks.Suites;

/// <summary>Adds <see cref="EmittedBytes"/> to a suite.</summary>
internal sealed class EmittedBytesConfig : ManualConfig
{
    public EmittedBytesConfig() => AddColumn(new EmittedBytes());
}

/// <summary>The size of the source that is generated for the network of the row.</summary>
internal sealed class EmittedBytes() : CaseColumn("Emitted", "Generated source of the network, in bytes of UTF-8")
{
    private readonly Dictionary<string, int> _sizes = [];

    public override string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        string network = (string)benchmarkCase.Parameters[nameof(GeneratorBenchmarks.Network)];
        if (!_sizes.TryGetValue(network, out int size))
        {
            size = SizeOf(DeclaredNetwork.Named(network));
            _sizes.Add(network, size);
        }

        return $"{size:N0}";
    }

    private static int SizeOf(DeclaredNetwork network)
    {
        GeneratorDriver driver = NetworkCompiler.NewDriver().RunGenerators(NetworkCompiler.Declare(network.Source));
        return driver.GetRunResult().GeneratedTrees.Sum(file => Encoding.UTF8.GetByteCount(file.ToString()));
    }
}
