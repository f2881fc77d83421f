using ConvGen.Onnx;
using ConvGen.Testing;
using ConvGen.Tests.Compilation;
using ConvGen.Tests.Matrix;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Onnx;

/// <summary>A network that is exported and imported again compiles and gives the same predictions.</summary>
[Trait("Category", "Slow"), Trait("Category", "Thorough")]
public sealed class OnnxRoundTripTests
{
    private const double LargestError = 2e-6;

    [Fact]
    public void Networks_of_the_matrix_are_unchanged_by_a_round_trip()
    {
        // A sixth of the hand-picked networks and all random ones; a third of these in an ordinary run.
        NetworkSpec[] networks =
        [
            .. NetworkMatrix.Cases.Select(@case => @case.Network)
                .Where((network, i) => i % 6 == 0 || network.Name.StartsWith("Random", StringComparison.Ordinal))
                .Where(network => network.Layers.Count > 0)
                .Where((_, i) => i % Campaign.Count(usual: 3, campaign: 1) == 0),
        ];
        Assert.True(networks.Length >= Campaign.Count(usual: 40, campaign: 110), $"{networks.Length} networks");
        ComeBack([.. networks.Select((network, seed) => (network.Name, Drawn(network, seed)))]);
    }

    [Fact]
    public void Networks_of_the_samples_and_of_chapter_6_are_unchanged_by_a_round_trip()
    {
        Assert.True(SampleNetworks.Names.Count >= 15, string.Join(", ", SampleNetworks.Names));
        ComeBack([.. SampleNetworks.Names.Select(name => (name.Replace('.', '_'), SampleNetworks.Create(name, seed: 3)))]);
    }

    /// <summary>An average counts padding, but not pixels beyond the edge in ceil mode.</summary>
    [Fact]
    public void Averages_over_padding_and_over_the_edge_are_unchanged_by_a_round_trip()
    {
        AveragePoolSpec[] pools =
        [
            new(3, 1) { Pad = new(1, 0, 0, 0), CeilMode = true },
            new(2, 3) { Pad = new(1, 0, 0, 1), CeilMode = true },
            new(3, 2) { Pad = new(0, 1, 1, 0) },
            new(3, 2) { Pad = new(1, 0, 0, 0), CeilMode = true, CountPadding = false },
            new(2, 2) { CeilMode = true },
        ];
        NetworkSpec[] networks =
            [.. pools.Select((pool, i) => NetworkSpec.OnImages($"Average{i}", 3, 10, 8, Loss.MeanSquaredError, pool, Tanh))];
        NetworkBatch batch = new("RoundTripOfAverages", networks);
        ComeBack([.. networks.Select(network => (network.Name, batch.Create(new ReferenceNetwork(network))))]);
    }

    [Fact]
    public void Clipped_and_hard_activations_are_unchanged_by_a_round_trip()
    {
        NetworkSpec[] networks =
        [
            NetworkSpec.OnImages("HardImages", 3, 8, 7, Loss.MeanSquaredError,
                Conv(5, 3), ReLU6, Conv(4, 2), Clip(-0.25, 0.75), HardSwish, Conv(3, 2), Mish, Dense(4), HardSigmoid),
            NetworkSpec.OnVectors("HardVectors", 9, Loss.None, HardSwish, Dense(7), HardSigmoid, Dense(5), Mish, Dense(3), Clip(0, 6)),
        ];
        NetworkBatch batch = new("RoundTripOfHardActivations", networks);
        ComeBack([.. networks.Select(network => (network.Name, batch.Create(new ReferenceNetwork(network))))]);
    }

    /// <summary>Exports and imports networks, compiles the imported declarations, and compares the predictions.</summary>
    internal static void ComeBack((string Name, ITestNetwork Network)[] originals)
    {
        OnnxNetwork[] imported = [.. originals.Select(original => OnnxNetwork.Parse(original.Network.ToOnnx()))];
        CompiledProject project = new UserProject
        {
            Name = "Imported",
            Sources = [.. originals.Zip(imported, (original, network) => network.Declaration(original.Name, "Imported"))],
            AllowDesignWarnings = true,
        }.Compile();
        for (int i = 0; i < originals.Length; i++)
        {
            (string name, ITestNetwork original) = originals[i];
            ITestNetwork copy = project.Create($"Imported.{name}", seed: 1000 + i);
            copy.FromBytes(imported[i].Weights());
            Assert.Equal(original.ParameterCount, copy.ParameterCount);
            float[] inputs = Behaviour.Noise.Draw(3 * original.InputLength, seed: i);
            float[] expected = new float[3 * original.OutputLength], answers = new float[expected.Length];
            original.Predict(inputs, expected);
            copy.Predict(inputs, answers);
            double largest = Math.Max(1, expected.Max(Math.Abs));
            Assert.All(expected.Zip(answers), (pair, index) => Assert.True(
                Math.Abs(pair.First - pair.Second) <= LargestError * largest,
                $"{name}, output {index}: {pair.First} became {pair.Second}\n{imported[i].Declaration(name)}"));
        }
    }

    private static ITestNetwork Drawn(NetworkSpec spec, int seed) => NetworkMatrix.Batch.Create(spec, seed);
}
