using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Runtime;

namespace ConvGen.Tests.Optimizers;

/// <summary>Steps give the same bits for every number of threads, and allocate nothing.</summary>
public sealed class OptimizerBitsTests
{
    private const int Samples = 48, Steps = 6;

    private static readonly IReadOnlyDictionary<string, (Func<Optimizer> Optimizer, float? MostNorm)> Cases =
        new Dictionary<string, (Func<Optimizer>, float?)>
        {
            ["Nesterov"] = (() => new Sgd(0.1f) { Momentum = 0.9f, Nesterov = true }, null),
            ["clipped descent"] = (() => new Sgd(0.5f) { Momentum = 0.9f }, 0.1f),
            ["clipped AdamW"] = (() => new AdamW(0.01f), 0.2f),
            ["RmsProp"] = (() => new RmsProp { Momentum = 0.5f, Centered = true, Epsilon = 1e-3f }, null),
        };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_weights_are_the_same_bits_for_every_number_of_threads(string name)
    {
        byte[] alone = Train(name, threads: 1);
        foreach (int threads in (int[])[2, 3, 8])
        {
            Assert.Equal(alone, Train(name, threads));
        }
    }

    [Fact]
    public void A_gradient_bound_that_is_never_reached_changes_no_bit()
    {
        byte[] free = Train(() => new Sgd(0.1f) { Momentum = 0.9f }, new() { Threads = 2 });
        Assert.Equal(free, Train(() => new Sgd(0.1f) { Momentum = 0.9f }, new() { Threads = 2, MaxGradientNorm = 1e6f }));
        Assert.NotEqual(free, Train(() => new Sgd(0.1f) { Momentum = 0.9f }, new() { Threads = 2, MaxGradientNorm = 0.01f }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_allocate_nothing(string name)
    {
        float[] inputs = Noise.Draw(Samples * SmallNet.InputLength, seed: 5);
        int[] labels = [.. Enumerable.Range(0, Samples).Select(sample => sample % SmallNet.OutputLength)];
        using Trainer<SmallNet> trainer = new(
            new SmallNet(), Cases[name].Optimizer(), new() { Threads = 1, MaxGradientNorm = Cases[name].MostNorm });
        trainer.Step(inputs, labels);
        long allocated = Allocations.Of(() =>
        {
            for (int step = 0; step < 100; step++)
            {
                trainer.Step(inputs, labels);
            }
        });
        Assert.Equal(0, allocated);
    }

    private static byte[] Train(string name, int threads) =>
        Train(Cases[name].Optimizer, new() { Threads = threads, MaxGradientNorm = Cases[name].MostNorm });

    private static byte[] Train(Func<Optimizer> optimizer, TrainerOptions options)
    {
        SmallNet network = new();
        using Trainer<SmallNet> trainer = new(network, optimizer(), options);
        int[] labels = [.. Enumerable.Range(0, Samples).Select(sample => sample % SmallNet.OutputLength)];
        for (int step = 0; step < Steps; step++)
        {
            trainer.Step(Noise.Draw(Samples * SmallNet.InputLength, seed: step), labels);
        }

        return network.ToBytes();
    }
}
