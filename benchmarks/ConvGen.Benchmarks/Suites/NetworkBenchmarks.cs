using BenchmarkDotNet.Attributes;
using ConvGen.Benchmarks.Networks;
using ConvGen.Benchmarks.Speed;
using MnistSample.Networks;

namespace ConvGen.Benchmarks.Suites;

/// <summary>Each public call of a network, on one thread: its time and its allocated bytes, which must be
/// zero.</summary>
[MemoryDiagnoser]
[GenericTypeArguments(typeof(BookNet))]
[GenericTypeArguments(typeof(LeNet5))]
[GenericTypeArguments(typeof(Mlp))]
[GenericTypeArguments(typeof(SmallVgg))]
public class NetworkBenchmarks<TNetwork> : IDisposable
    where TNetwork : class, INetwork<TNetwork>
{
    private TNetwork _network = null!;
    private Trainer<TNetwork> _trainer = null!;
    private Gradients _gradients = null!;
    private SpeedData _data = null!;
    private float[] _outputs = [];

    /// <summary>Samples per call.</summary>
    [Params(1, 10, 64, 128)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var digits = SpeedData.Digits(out _);
        _data = TNetwork.Summary.InputShape is [3, _, _] ? digits.InColour() : digits;
        _network = TNetwork.Create(seed: 1);
        _gradients = _network.CreateGradients();
        _outputs = new float[Batch * TNetwork.OutputLength];
        _trainer = new Trainer<TNetwork>(
            TNetwork.Create(seed: 1), new Sgd(0.005f) { Momentum = 0.9f }, new TrainerOptions { BatchSize = Batch, Threads = 1 });
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _trainer?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Predict() => _network.Predict(Images, _outputs);

    [Benchmark]
    public float Backpropagate() => _network.Backpropagate(Images, Labels, _gradients);

    [Benchmark]
    public float Step() => _trainer.Step(Images, Labels);

    private ReadOnlySpan<float> Images => _data.Images.AsSpan(0, Batch * TNetwork.InputLength);

    private ReadOnlySpan<int> Labels => _data.Labels.AsSpan(0, Batch);
}
