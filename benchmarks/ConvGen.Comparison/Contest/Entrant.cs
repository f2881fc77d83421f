using ConvGen.Benchmarks.Networks;
using ConvGen.Benchmarks.Speed;
using ConvGen.Comparison.Systems;
using MnistSample.Networks;

namespace ConvGen.Comparison.Contest;

/// <summary>One of the networks n1 to n6: ConvGen's class, and its description for the other systems.</summary>
/// <param name="name">n1 to n6.</param>
/// <param name="layers">The same layers in the same order as the class declares them, without the loss.</param>
/// <param name="trains">Whether it has a loss; without one it predicts only.</param>
internal abstract class Entrant(string name, PeerLayer[] layers, bool trains)
{
    private const int Seed = 1;

    /// <summary>n1 to n6, in this order.</summary>
    public static IReadOnlyList<Entrant> All { get; } =
    [
        new Entrant<BookNet>("n1",
        [
            PeerLayer.Conv(), PeerLayer.MaxPool(2), PeerLayer.ReLU,
            PeerLayer.Conv(), PeerLayer.MaxPool(2), PeerLayer.ReLU,
            PeerLayer.Dense, PeerLayer.ReLU,
            PeerLayer.Dense,
        ]),
        new Entrant<LeNet5>("n2",
        [
            PeerLayer.Conv(padding: 2), PeerLayer.MaxPool(2), PeerLayer.ReLU,
            PeerLayer.Conv(), PeerLayer.MaxPool(2), PeerLayer.ReLU,
            PeerLayer.Dense, PeerLayer.ReLU,
            PeerLayer.Dense, PeerLayer.ReLU,
            PeerLayer.Dense,
        ]),
        new Entrant<Mlp>("n3",
        [
            PeerLayer.Dense, PeerLayer.Sigmoid,
            PeerLayer.Dense,
        ]),
        new Entrant<SmallVgg>("n4",
        [
            PeerLayer.Conv(padding: 1), PeerLayer.ReLU,
            PeerLayer.Conv(padding: 1), PeerLayer.MaxPool(2), PeerLayer.ReLU,
            PeerLayer.Conv(padding: 1), PeerLayer.ReLU,
            PeerLayer.Conv(padding: 1), PeerLayer.MaxPool(2), PeerLayer.ReLU,
            PeerLayer.Dense, PeerLayer.ReLU,
            PeerLayer.Dense,
        ]),
        new Entrant<MobileNetHalf>("n5",
        [
            PeerLayer.Conv(padding: 1, stride: 2), PeerLayer.ReLU,
            .. ((int[])[1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1]).SelectMany(Separable),
        ],
        trains: false),
        new Entrant<Srcnn>("n6",
        [
            PeerLayer.Conv(padding: 4), PeerLayer.ReLU,
            PeerLayer.Conv(), PeerLayer.ReLU,
            PeerLayer.Conv(padding: 2),
        ],
        trains: false),
    ];

    public string Name => name;

    public PeerLayer[] Layers => layers;

    /// <summary>Whether training is compared.</summary>
    public bool Trains => trains;

    /// <summary>The table of layers.</summary>
    public abstract NetworkSummary Summary { get; }

    /// <summary>The width of the vectors, in bits, that ConvGen's class takes in this process and in its worker, which has the same
    /// environment.</summary>
    public abstract int VectorBits { get; }

    /// <summary>The initial weights that all systems begin with.</summary>
    public ParameterSet InitialParameters => CreateParameters(Seed);

    /// <summary>Floating-point operations per image, as if no value were zero.</summary>
    public double OperationsOf(Job job) => job == Job.Train ? Arithmetic.OfTraining(Summary) : Arithmetic.OfForward(Summary);

    /// <summary>ConvGen's implementation of a job, with the weights of <see cref="InitialParameters"/>.</summary>
    public abstract PreparedJob OpenConvGen(SpeedData data, Job job, int batch, int threads);

    /// <summary>The name, which <c>--help</c> shows.</summary>
    public override string ToString() => Name;

    protected abstract ParameterSet CreateParameters(int seed);

    /// <summary>A depthwise convolution and a pointwise one.</summary>
    private static PeerLayer[] Separable(int stride) =>
        [PeerLayer.DepthwiseConv(padding: 1, stride), PeerLayer.ReLU, PeerLayer.Conv(), PeerLayer.ReLU];
}

/// <inheritdoc/>
internal sealed class Entrant<TNetwork>(string name, PeerLayer[] layers, bool trains = true) : Entrant(name, layers, trains)
    where TNetwork : class, INetwork<TNetwork>
{
    public override NetworkSummary Summary => TNetwork.Summary;

    public override int VectorBits => TNetwork.Create(seed: 0).VectorBits;

    public override PreparedJob OpenConvGen(SpeedData data, Job job, int batch, int threads)
    {
        TNetwork network = TNetwork.Create(seed: 0);
        foreach ((Parameter own, Parameter initial) in network.Parameters.Zip(InitialParameters))
        {
            var values = new float[initial.Length];
            initial.CopyTo(values);
            own.CopyFrom(values);
        }

        return job switch
        {
            Job.Train => new ConvGenTraining<TNetwork>(network, data, batch, threads),
            _ => new ConvGenPrediction<TNetwork>(network, data, batch, threads),
        };
    }

    protected override ParameterSet CreateParameters(int seed) => TNetwork.Create(seed).Parameters;
}
