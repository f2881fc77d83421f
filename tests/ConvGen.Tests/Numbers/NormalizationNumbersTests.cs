using System.Text.Json;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Numbers;

/// <summary>Ten steps of <see cref="Sgd"/> over networks that normalize mini-batches give the same losses, parameters and running statistics
/// as ten steps of PyTorch's SGD, and then the same predictions.</summary>
public sealed class NormalizationNumbersTests
{
    private const int Classes = 5;

    private const double LargestErrorOfLoss = 1e-5, LargestErrorOfStatistic = 1e-5, LargestErrorOfWeight = 1e-4;

    private static readonly NormalizationCase[] Cases = NormalizationCase.Read();

    private static readonly Lazy<CompiledProject> Project = new(() => new UserProject
    {
        Name = "NormalizationNumbers",
        Sources = [.. Cases.Select((@case, i) => $"using ConvGen; {@case.Declaration} public sealed partial class Case{i};")],
    }.Compile());

    public static TheoryData<string> Names => [.. Cases.Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_give_the_same_parameters_and_statistics_as_in_PyTorch(string name)
    {
        int index = Array.FindIndex(Cases, @case => @case.Name == name);
        NormalizationCase expected = Cases[index];
        ulong seed = (ulong)expected.Seed;
        ITestNetwork network = Project.Value.Create($"Case{index}");
        Assert.Equal(expected.Tensors.Count, network.Parameters.Count);
        foreach ((Parameter parameter, int i) in network.Parameters.Where(parameter => parameter.IsTrainable).Select((p, i) => (p, i)))
        {
            parameter.CopyFrom(PortableNormal.Draw(parameter.Length, seed + (ulong)i, scale: 0.25f));
        }

        int[] labels = [.. Enumerable.Range(0, expected.Samples).Select(sample => sample % Classes)];
        Sgd optimizer = new(expected.LearningRate) { Momentum = expected.Momentum, WeightDecay = expected.WeightDecay };
        float[] losses = network.Train(optimizer, new TrainerOptions { Threads = 2 }, expected.Losses.Select((_, step) =>
            (PortableNormal.Draw(expected.Samples * network.InputLength, seed + 1000 + (ulong)step), labels)));

        Assert.Equal(10, losses.Length);
        Assert.All(expected.Losses.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, LargestErrorOfLoss));
        Assert.True(expected.Losses[^1] != expected.Losses[0], "A training that changes nothing proves nothing.");
        foreach ((double[] after, Parameter parameter) in expected.Tensors.Zip(network.Parameters))
        {
            float[] values = new float[parameter.Length];
            parameter.CopyTo(values);
            double largestError = parameter.IsTrainable ? LargestErrorOfWeight : LargestErrorOfStatistic * Math.Max(1, after.Max(Math.Abs));
            Assert.All(after.Zip(values), pair => Assert.Equal(pair.First, pair.Second, largestError));
        }

        float[] outputs = new float[2 * Classes];
        network.Predict(PortableNormal.Draw(2 * network.InputLength, seed + 2000), outputs);
        Assert.All(expected.Probabilities.Zip(outputs), pair => Assert.Equal(pair.First, pair.Second, LargestErrorOfLoss));
    }

    /// <summary>An entry of normalization.json, created by make_normalization.py.</summary>
    private sealed record NormalizationCase
    {
        public required string Name { get; init; }

        /// <summary>All attributes of the network.</summary>
        public required string Declaration { get; init; }

        /// <summary>The seed of the first parameter; the seeds of the others and of the samples are the next numbers.</summary>
        public required int Seed { get; init; }

        /// <summary>The number of samples of each step.</summary>
        public required int Samples { get; init; }

        public required float LearningRate { get; init; }
        public required float Momentum { get; init; }
        public required float WeightDecay { get; init; }

        /// <summary>The loss before each step.</summary>
        public required double[] Losses { get; init; }

        /// <summary>The parameters and running statistics after all steps.</summary>
        public required IReadOnlyList<double[]> Tensors { get; init; }

        /// <summary>The predictions for two samples after all steps.</summary>
        public required double[] Probabilities { get; init; }

        public static NormalizationCase[] Read()
        {
            using Stream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Numbers", "normalization.json"));
            return JsonSerializer.Deserialize<NormalizationCase[]>(file, JsonSerializerOptions.Web)!;
        }
    }
}
