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
    private TNetwork network = null!;
    private Trainer<TNetwork> trainer = null!;
    private Gradients gradients = null!;
    private SpeedData data = null!;
    private float[] outputs = [];

    /// <summary>Samples per call.</summary>
    [Params(1, 10, 64, 128)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        SpeedData digits = SpeedData.Digits(out _);
        data = TNetwork.Summary.InputShape is [3, _, _] ? digits.InColour() : digits;
        network = TNetwork.Create(seed: 1);
        gradients = network.CreateGradients();
        outputs = new float[Batch * TNetwork.OutputLength];
        trainer = new Trainer<TNetwork>(
            TNetwork.Create(seed: 1), new Sgd(0.005f) { Momentum = 0.9f }, new TrainerOptions { BatchSize = Batch, Threads = 1 });
    }

    [GlobalCleanup]
    public void Dispose()
    {
        trainer?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Predict() => network.Predict(Images, outputs);

    [Benchmark]
    public float Backpropagate() => network.Backpropagate(Images, Labels, gradients);

    [Benchmark]
    public float Step() => trainer.Step(Images, Labels);

    private ReadOnlySpan<float> Images => data.Images.AsSpan(0, Batch * TNetwork.InputLength);

    private ReadOnlySpan<int> Labels => data.Labels.AsSpan(0, Batch);
}
