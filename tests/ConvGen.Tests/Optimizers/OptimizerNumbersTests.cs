using System.Text.Json;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Numbers;

namespace ConvGen.Tests.Optimizers;

/// <summary>Ten steps give the same results as in PyTorch, with every optimizer, label smoothing, class weights and
/// gradient clipping.</summary>
public sealed class OptimizerNumbersTests
{
    private const int Samples = 7, Steps = 10;
    private const ulong Seed = 7_000_000;
    private const double LargestErrorOfLoss = 1e-5, LargestErrorOfWeight = 1e-4;

    private static readonly int[] Labels = [.. Enumerable.Range(0, Samples).Select(sample => sample % SmallNet.OutputLength)];

    private static readonly IReadOnlyDictionary<string, Numbers> Expected = Read();

    private static readonly IReadOnlyDictionary<string, (Optimizer Optimizer, TrainerOptions Options)> Cases =
        new Dictionary<string, (Optimizer, TrainerOptions)>
        {
            ["Nesterov"] = (new Sgd(0.05f) { Momentum = 0.9f, Nesterov = true, WeightDecay = 0.01f }, new()),
            ["Adam"] = (new Adam(0.01f), new()),
            ["Adam whose weights decay"] =
                (new Adam(0.01f) { Beta1 = 0.8f, Beta2 = 0.95f, Epsilon = 1e-4f, WeightDecay = 0.05f }, new()),
            ["AdamW"] = (new AdamW(0.01f), new()),
            ["AdamW whose weights decay"] = (new AdamW(0.02f) { Beta1 = 0.85f, Beta2 = 0.99f, WeightDecay = 0.3f }, new()),
            ["RmsProp"] = (new RmsProp(), new()),
            ["RmsProp with momentum"] = (new RmsProp(0.003f) { Smoothing = 0.9f, Momentum = 0.9f, WeightDecay = 0.02f }, new()),
            ["RmsProp, centered"] = (new RmsProp(0.003f) { Smoothing = 0.9f, Epsilon = 1e-3f, Centered = true }, new()),
            ["RmsProp, centered with momentum"] =
                (new RmsProp(0.003f) { Smoothing = 0.95f, Epsilon = 1e-3f, Centered = true, Momentum = 0.5f }, new()),
            ["a short gradient"] = (new Sgd(0.5f) { Momentum = 0.9f }, new() { MaxGradientNorm = 0.25f }),
            ["a gradient that is short enough"] = (Plain(), new() { MaxGradientNorm = 1000f }),
            ["smooth labels"] = (Plain(), new() { LabelSmoothing = 0.2f }),
            ["weighty classes"] = (Plain(), new() { ClassWeights = [0.5f, 2f, 1.25f] }),
            ["smooth labels of weighty classes"] = (Plain(), new() { LabelSmoothing = 0.1f, ClassWeights = [0.5f, 2f, 1.25f] }),
            ["a cycle of the momentum"] = (Plain(), Cycle()),
            ["a cycle of Nesterov's momentum"] = (new Sgd(0.05f) { Momentum = 0.9f, Nesterov = true }, Cycle()),
            ["a cycle of RmsProp's momentum"] = (new RmsProp(0.01f) { Momentum = 0.5f }, Cycle()),
            ["a cycle of AdamW's first beta"] = (new AdamW(0.02f), Cycle()),
        };

    public static TheoryData<string> Names => [.. Expected.Keys];

    [Fact]
    public void Every_case_has_expected_numbers() => Assert.Equal(Expected.Keys.Order(), Cases.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_give_the_same_parameters_as_in_PyTorch(string name)
    {
        (Optimizer optimizer, TrainerOptions options) = Cases[name];
        Numbers expected = Expected[name];
        SmallNet network = new();
        for (int i = 0; i < network.Parameters.Count; i++)
        {
            network.Parameters[i].CopyFrom(PortableNormal.Draw(network.Parameters[i].Length, Seed + (ulong)i, scale: 0.25f));
        }

        using Trainer<SmallNet> trainer = new(network, optimizer, options);
        float[][] batches = [.. Enumerable.Range(0, Steps).Select(
            step => PortableNormal.Draw(Samples * SmallNet.InputLength, Seed + 1000 + (ulong)step))];
        Assert.Equal(Steps, expected.Losses.Length);
        Assert.True(expected.Losses[^1] != expected.Losses[0], "A training that changes nothing proves nothing.");
        if (options.Schedule is null)
        {
            Assert.All(
                expected.Losses.Zip(batches),
                pair => Assert.Equal(pair.First, trainer.Step(pair.Second, Labels), LargestErrorOfLoss));
        }
        else
        {
            // Only Fit applies schedules, and it reports the mean loss of all steps.
            LabeledImages images = new(
                channels: 2, height: 9, width: 7,
                batches.SelectMany(batch => batch).ToArray(), Enumerable.Repeat(Labels, Steps).SelectMany(labels => labels).ToArray());
            Assert.Equal(expected.Losses.Average(), trainer.Fit(images, epochs: 1).Epochs[0].Loss, LargestErrorOfLoss);
        }

        Assert.Equal(network.Parameters.Count, expected.Parameters.Count);
        foreach ((double[] after, Parameter parameter) in expected.Parameters.Zip(network.Parameters))
        {
            float[] values = new float[parameter.Length];
            parameter.CopyTo(values);
            Assert.All(after.Zip(values), pair => Assert.Equal(pair.First, pair.Second, LargestErrorOfWeight));
        }
    }

    private static Sgd Plain() => new(0.05f) { Momentum = 0.9f };

    private static TrainerOptions Cycle() =>
        new() { BatchSize = Samples, Shuffle = false, Schedule = Schedule.OneCycle(momentum: (AtTop: 0.8, AtEnds: 0.93)) };

    private static Dictionary<string, Numbers> Read()
    {
        using Stream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Optimizers", "optimizers.json"));
        return JsonSerializer.Deserialize<Dictionary<string, Numbers>>(file, JsonSerializerOptions.Web)!;
    }

    /// <summary>An entry of optimizers.json, created by make_optimizers.py.</summary>
    /// <param name="Losses">The loss before each step.</param>
    /// <param name="Parameters">The parameters after all steps.</param>
    private sealed record Numbers(double[] Losses, IReadOnlyList<double[]> Parameters);
}
