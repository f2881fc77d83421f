using ConvGen.Benchmarks.Networks;
using ConvGen.Benchmarks.Speed.Work;
using MnistSample.Networks;

namespace ConvGen.Benchmarks.Speed;

/// <summary>One of the measured networks.</summary>
/// <param name="name">n1 to n6.</param>
/// <param name="trains">Whether it has a loss; without one it predicts only.</param>
internal abstract class SpeedNetwork(string name, bool trains)
{
    /// <summary>n1 to n6, in this order.</summary>
    public static IReadOnlyList<SpeedNetwork> All { get; } =
    [
        new SpeedNetwork<BookNet>("n1", trains: true),
        new SpeedNetwork<LeNet5>("n2", trains: true),
        new SpeedNetwork<Mlp>("n3", trains: true),
        new SpeedNetwork<SmallVgg>("n4", trains: true),
        new SpeedNetwork<MobileNetHalf>("n5", trains: false),
        new SpeedNetwork<Srcnn>("n6", trains: false),
    ];

    /// <summary>n1 to n6.</summary>
    public string Name => name;

    /// <summary>Whether training is measured.</summary>
    public bool Trains => trains;

    /// <summary>The table of layers.</summary>
    public abstract NetworkSummary Summary { get; }

    /// <summary>Returns the network with a name.</summary>
    public static SpeedNetwork Named(string name) => All.Single(network => network.Name == name);

    /// <summary>Floating-point operations per image, as if no value were zero.</summary>
    public double OperationsOf(SpeedJob job) =>
        job == SpeedJob.Train ? Arithmetic.OfTraining(Summary) : Arithmetic.OfForward(Summary);

    /// <summary>Prepares a job in this process.</summary>
    /// <param name="task">A task of this network.</param>
    /// <param name="data">Images in the form that the network takes.</param>
    public abstract ISpeedWork Open(SpeedTask task, SpeedData data);

    /// <summary>The name, which <c>--help</c> shows.</summary>
    public override string ToString() => Name;
}

/// <inheritdoc/>
internal sealed class SpeedNetwork<TNetwork>(string name, bool trains) : SpeedNetwork(name, trains)
    where TNetwork : class, INetwork<TNetwork>
{
    private const int Seed = 1;

    public override NetworkSummary Summary => TNetwork.Summary;

    public override ISpeedWork Open(SpeedTask task, SpeedData data)
    {
        TNetwork network = TNetwork.Create(Seed);
        return task.Job switch
        {
            SpeedJob.Train => new TrainWork<TNetwork>(network, data, task.Batch, task.Threads),
            SpeedJob.Infer => new InferWork<TNetwork>(network, data, task.Batch, task.Threads),
            SpeedJob.Latency => new LatencyWork<TNetwork>(network, data),
            _ => throw new ArgumentOutOfRangeException(nameof(task), task, "There is no such job."),
        };
    }
}
