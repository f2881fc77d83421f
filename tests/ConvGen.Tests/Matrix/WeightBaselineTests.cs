using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ConvGen.Testing;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Matrix;

/// <summary>
/// Trained weights and predictions equal those of an earlier version of the compiler, bit for bit. A refactoring must not change them.
/// <c>baseline.txt</c> and, for vectors of 512 bits, <c>baseline-512.txt</c> hold one line per network: its name, the SHA-256 of its weights after twenty steps, and the SHA-256 of its
/// predictions with these weights.
/// </summary>
/// <remarks>To record new hashes after a change that is meant to change results, run these tests with <c>CONVGEN_ACCEPT=1</c>.</remarks>
[Trait("Category", "Slow")]
public sealed class WeightBaselineTests
{
    private const int Steps = 20;

    /// <summary>A number that is not a multiple of the lanes of a vector or the samples of a chunk.</summary>
    private const int Samples = 19;

    private static readonly string FileName = TestedWidth.Is256 ? "baseline.txt" : "baseline-512.txt";

    private static readonly IReadOnlyDictionary<string, string> Expected = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Matrix", FileName))
        .Select(line => line.Split(' ', 2))
        .ToDictionary(parts => parts[0], parts => parts[1]);

    private static IEnumerable<NetworkSpec> Networks => HandPickedNetworks.All
        .Select(@case => @case.Network)
        .Where(network => network.Loss != Loss.None && network.Layers.Any(layer => layer is ConvSpec or DepthwiseConvSpec or DenseSpec));

    public static TheoryData<string> Names => [.. Networks.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_and_predictions_equal_the_baseline(string name)
    {
        Assert.True(
            Expected.ContainsKey(name), $"{FileName} has no line for {name}. Run these tests with CONVGEN_ACCEPT=1 to add it.");
        int[] threadCounts = Campaign.IsLong ? [1, 2, 3, 4, 5, 6, 7, 8] : [1, 3];
        Assert.All(threadCounts, threads => Assert.Equal(Expected[name], HashesAfterTraining(name, threads)));
    }

    [Fact]
    public void The_baseline_has_at_least_sixty_networks()
    {
        if (Acceptance.IsRequested)
        {
            string path = Path.Combine(SourceFolder(), FileName);
            File.WriteAllLines(path, Networks.Select(network => $"{network.Name} {HashesAfterTraining(network.Name, threads: 1)}"));
        }

        Assert.True(Expected.Count >= 60, $"{Expected.Count} networks.");
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), Networks.Select(network => network.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>Trains a new network on noise and returns the two hashes of a line of the baseline.</summary>
    private static string HashesAfterTraining(string name, int threads)
    {
        NetworkSpec spec = NetworkMatrix.Named(name).Network;
        int seed = NetworkMatrix.SeedOf(name);
        ITestNetwork network = NetworkMatrix.Batch.Create(spec, seed);
        Random random = new(seed);
        int classes = Math.Max(2, network.OutputLength);
        float[] inputs = Noise.Draw(Samples * network.InputLength, seed);
        int[] labels = [.. Enumerable.Range(0, Samples).Select(_ => random.Next(classes))];
        network.Train(
            new Sgd(0.002f) { Momentum = 0.5f },
            new TrainerOptions { Threads = threads },
            Steps,
            inputs,
            labels);

        float[] outputs = new float[Samples * network.OutputLength];
        network.Predict(inputs, outputs);
        float[] weights = [.. network.Parameters.SelectMany(Values)];
        Assert.All(weights, weight => Assert.True(float.IsFinite(weight)));
        return $"{Hash(weights)} {Hash(outputs)}";
    }

    private static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }

    private static string Hash(float[] values) => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(values)));

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
