using System.Text.Json;
using ConvGen.Tests.Compilation;

namespace ConvGen.Tests.Numbers;

/// <summary>Ten steps of <see cref="Sgd"/> give the same results as ten steps of PyTorch's SGD.</summary>
public sealed class TrainingNumbersTests
{
    private const int Classes = 5;

    private const double LargestErrorOfLoss = 1e-5, LargestErrorOfWeight = 1e-4;

    private static readonly TrainingCase[] Cases = TrainingCase.Read();

    private static readonly Lazy<CompiledProject> Project = new(() => new UserProject
    {
        Name = "TrainingNumbers",
        Sources = [.. Cases.Select((@case, i) => $"using ConvGen; {@case.Declaration} public sealed partial class Case{i};")],
    }.Compile());

    public static TheoryData<string> Names => [.. Cases.Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_give_the_same_parameters_as_in_PyTorch(string name)
    {
        int index = Array.FindIndex(Cases, @case => @case.Name == name);
        TrainingCase expected = Cases[index];
        ulong seed = (ulong)expected.Seed;
        ITestNetwork network = Project.Value.Create($"Case{index}");
        Assert.Equal(expected.Parameters.Count, network.Parameters.Count);
        for (int i = 0; i < network.Parameters.Count; i++)
        {
            network.Parameters[i].CopyFrom(PortableNormal.Draw(network.Parameters[i].Length, seed + (ulong)i, scale: 0.25f));
        }

        int[] labels = [.. Enumerable.Range(0, expected.Samples).Select(sample => sample % Classes)];
        Sgd optimizer = new(expected.LearningRate) { Momentum = expected.Momentum, WeightDecay = expected.WeightDecay };
        float[] losses = network.Train(optimizer, new TrainerOptions { Threads = 2 }, expected.Losses.Select((_, step) =>
            (PortableNormal.Draw(expected.Samples * network.InputLength, seed + 1000 + (ulong)step), labels)));

        Assert.Equal(10, losses.Length);
        Assert.All(expected.Losses.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, LargestErrorOfLoss));
        Assert.True(expected.Losses[^1] != expected.Losses[0], "A training that changes nothing proves nothing.");
        foreach ((double[] after, Parameter parameter) in expected.Parameters.Zip(network.Parameters))
        {
            float[] values = new float[parameter.Length];
            parameter.CopyTo(values);
            Assert.All(after.Zip(values), pair => Assert.Equal(pair.First, pair.Second, LargestErrorOfWeight));
        }
    }

    /// <summary>An entry of training.json, created by make_training.py.</summary>
    private sealed record TrainingCase
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

        /// <summary>The parameters after all steps.</summary>
        public required IReadOnlyList<double[]> Parameters { get; init; }

        public static TrainingCase[] Read()
        {
            using Stream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Numbers", "training.json"));
            return JsonSerializer.Deserialize<TrainingCase[]>(file, JsonSerializerOptions.Web)!;
        }
    }
}
