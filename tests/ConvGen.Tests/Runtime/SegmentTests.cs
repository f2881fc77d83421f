using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ConvGen.Training;

namespace ConvGen.Tests.Runtime;

/// <summary>Tests training passes of several segments: results, reproducibility and memory. <see cref="SegmentFailureTests"/> tests
/// failures.</summary>
public sealed class SegmentTests
{
    private static readonly int[] Threads = [2, 3, 5, 8];

    public static TheoryData<bool, int> Batches
    {
        get
        {
            TheoryData<bool, int> data = [];
            foreach (int samples in (int[])[1, 2, 3, 7, 15, 16, 33, 47, 50, 64, 65])
            {
                data.Add(true, samples);
                data.Add(false, samples);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void The_gradient_equals_the_double_precision_reference(bool throughStatistics, int samples)
    {
        var net = new LinearNet(new NormalizedProgram(throughStatistics), seed: 4);
        float[] inputs = TestData.Floats(samples * LinearNet.Inputs), targets = Targets(samples);
        Gradients gradients = net.CreateGradients();
        float loss = net.Backpropagate(inputs, targets, gradients);

        double[] parameters = [.. net.Snapshot().Select(value => (double)value)];
        double[] x = [.. inputs.Select(value => (double)value)];
        Statistic[]? constants = throughStatistics ? null : Statistics(parameters, x);
        Assert.Equal(Loss(parameters, x, targets, constants), loss, 1e-5);
        BackpropagateTests.AssertClose(
            BackpropagateTests.Slope(parameters, p => Loss(p, x, targets, constants)), BackpropagateTests.Values(gradients));
        float[] inputGradients = new float[inputs.Length];
        gradients.Input.CopyTo(inputGradients);
        BackpropagateTests.AssertClose(
            BackpropagateTests.Slope(x, value => Loss(parameters, value, targets, constants)), inputGradients);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void The_weights_have_the_same_hash_for_every_number_of_threads(bool throughStatistics, int batch)
    {
        string Train(int threads, float? mostNorm)
        {
            var net = new LinearNet(new NormalizedProgram(throughStatistics), seed: 7);
            var options = new TrainerOptions { Threads = threads, MaxGradientNorm = mostNorm };
            using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f) { Momentum = 0.9f, WeightDecay = 1e-3f }, options);
            for (int step = 0; step < 20; step++)
            {
                trainer.Step(TestData.Floats(batch * LinearNet.Inputs, step), Targets(batch, step));
            }

            return Hash(net);
        }

        foreach (float? mostNorm in (float?[])[null, 0.05f])
        {
            string expected = Train(threads: 1, mostNorm);
            Assert.All(Threads, threads => Assert.Equal(expected, Train(threads, mostNorm)));
        }
    }

    [Fact]
    [Trait("Category", "Slow"), Trait("Category", "Coverage")]
    public void The_weights_have_the_same_hash_when_chunks_take_unequal_times()
    {
        const int Samples = 65;
        string Train(int threads)
        {
            // Steps of more than two milliseconds always use all threads.
            var program = new ObservedProgram(new NormalizedProgram(throughStatistics: true))
            {
                BeforeChunk = call => Thread.Sleep(call.FirstSample * 7 % 5 == call.Segment ? 1 : 0),
            };
            var net = new LinearNet(program, seed: 7);
            using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f), new TrainerOptions { Threads = threads });
            for (int step = 0; step < 20; step++)
            {
                trainer.Step(TestData.Floats(Samples * LinearNet.Inputs, step), Targets(Samples, step));
            }

            return Hash(net);
        }

        string expected = Train(threads: 1);
        Assert.All(Threads, threads => Assert.Equal(expected, Train(threads)));
    }

    [Fact]
    public void The_first_step_equals_the_gradient_of_Backpropagate_bit_for_bit()
    {
        foreach (int samples in (int[])[1, 9, 50, 65])
        {
            var program = new NormalizedProgram(throughStatistics: true);
            LinearNet net = new(program, seed: 1), before = new(program, seed: 1);
            float[] inputs = TestData.Floats(samples * LinearNet.Inputs), targets = Targets(samples);
            Gradients gradients = before.CreateGradients();
            float expectedLoss = before.Backpropagate(inputs, targets, gradients);
            using var trainer = new Trainer<LinearNet>(net, new Sgd(0.5f), new TrainerOptions { Threads = 3 });
            Assert.Equal(expectedLoss, trainer.Step(inputs, targets));
            float[] slopes = BackpropagateTests.Values(gradients);
            Assert.Equal([.. before.Snapshot().Zip(slopes, (w, g) => float.MultiplyAddEstimate(-0.5f, g, w))], net.Snapshot());
        }
    }

    [Fact]
    public void Gradients_of_an_earlier_batch_are_cleared()
    {
        var net = new LinearNet(new NormalizedProgram(throughStatistics: true), seed: 4);
        Gradients used = net.CreateGradients();
        foreach (int samples in (int[])[65, 4, 50, 1, 20])
        {
            float[] inputs = TestData.Floats(samples * LinearNet.Inputs), targets = Targets(samples);
            Gradients fresh = net.CreateGradients();
            Assert.Equal(net.Backpropagate(inputs, targets, fresh), net.Backpropagate(inputs, targets, used));
            Assert.Equal(BackpropagateTests.Values(fresh), BackpropagateTests.Values(used));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_chunk_has_its_own_workspace_in_all_segments(int threads)
    {
        ConcurrentBag<ChunkCall> calls = [];
        ConcurrentBag<int> meetings = [];
        var program = new ObservedProgram(new NormalizedProgram(throughStatistics: true))
        {
            BeforeChunk = calls.Add,
            BeforeMeeting = segment =>
            {
                // All slices have finished the segment, and none has begun the next.
                Assert.Equal(65 * (segment + 1), calls.Sum(call => call.Samples));
                meetings.Add(segment);
            },
        };
        using var trainer = new Trainer<LinearNet>(new LinearNet(program), new Sgd(0.1f), new TrainerOptions { Threads = threads });
        trainer.Step(TestData.Floats(65 * LinearNet.Inputs), Targets(65));

        Assert.Equal([0, 1], meetings.Order());
        var chunks = calls.GroupBy(call => (call.FirstSample, call.Samples)).ToList();
        Assert.Equal(65, chunks.Sum(chunk => chunk.Key.Samples));
        Assert.All(chunks, chunk => Assert.Equal([0, 1, 2], chunk.Select(call => call.Segment).Order()));
        Assert.All(chunks, chunk => Assert.Single(chunk.Select(call => call.Workspace).Distinct()));
        Assert.Equal(chunks.Count, calls.Select(call => call.Workspace).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_program_of_one_segment_has_a_workspace_for_each_thread_and_no_meeting(int threads)
    {
        ConcurrentBag<(int Thread, ChunkCall Call)> calls = [];
        var program = new ObservedProgram(LinearNet.Squares)
        {
            BeforeChunk = call => calls.Add((Environment.CurrentManagedThreadId, call)),
            BeforeMeeting = _ => Assert.Fail("A program of one segment has no meetings."),
        };
        using var trainer = new Trainer<LinearNet>(new LinearNet(program), new Sgd(0.1f), new TrainerOptions { Threads = threads });
        trainer.Step(TestData.Floats(65 * LinearNet.Inputs), Targets(65));

        Assert.Equal(65, calls.Sum(call => call.Call.Samples));
        Assert.All(calls, call => Assert.Equal(0, call.Call.Segment));
        Assert.All(
            calls.GroupBy(call => call.Thread), thread => Assert.Single(thread.Select(call => call.Call.Workspace).Distinct()));
        Assert.Equal(
            calls.Select(call => call.Thread).Distinct().Count(), calls.Select(call => call.Call.Workspace).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_allocates_nothing_after_the_first_one(int threads)
    {
        var net = new LinearNet(new NormalizedProgram(throughStatistics: true));
        using var trainer = new Trainer<LinearNet>(
            net, new Sgd(0.01f) { Momentum = 0.9f }, new TrainerOptions { Threads = threads, MaxGradientNorm = 1f });
        float[] inputs = TestData.Floats(65 * LinearNet.Inputs), targets = Targets(65);
        float[] fewer = TestData.Floats(20 * LinearNet.Inputs), fewerTargets = Targets(20);
        Warmed(inputs, targets);
        Assert.Equal(0, Allocations.Of(() => Warmed(inputs, targets)));

        void Warmed(float[] inputs, float[] targets)
        {
            for (int step = 0; step < 500; step++)
            {
                trainer.Step(inputs, targets);
                trainer.Step(fewer, fewerTargets);
            }
        }
    }

    [Fact]
    public void Backpropagate_allocates_nothing_after_the_first_call()
    {
        var net = new LinearNet(new NormalizedProgram(throughStatistics: true));
        Gradients gradients = net.CreateGradients();
        float[] inputs = TestData.Floats(65 * LinearNet.Inputs), targets = Targets(65);
        net.Backpropagate(inputs, targets, gradients);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int call = 0; call < 500; call++)
            {
                net.Backpropagate(inputs, targets, gradients);
            }
        }));
    }

    [Fact]
    public void Concurrent_work_between_segments_changes_no_bit()
    {
        string Fit(int threads)
        {
            var net = new LinearNet(new NormalizedProgram(throughStatistics: true), seed: 7);
            var distortion = new Distortion { Shift = 1f };
            var options = new TrainerOptions { Threads = threads, BatchSize = 50, Augmentation = distortion };
            using var trainer = new Trainer<LinearNet>(net, new Sgd(0.1f), options);
            trainer.Fit(TestData.Images(333), epochs: 3);
            return Hash(net);
        }

        string expected = Fit(threads: 1);
        Assert.All(Threads, threads => Assert.Equal(expected, Fit(threads)));
    }

    [Fact]
    public void The_stopwatch_covers_the_kernels_of_all_segments()
    {
        var program = new ObservedProgram(new NormalizedProgram(throughStatistics: true)) { BeforeChunk = _ => Thread.Sleep(2) };
        var laps = new StepLaps();
        using var trainer = new Trainer<LinearNet>(
            new LinearNet(program), new Sgd(0.1f), new TrainerOptions { Threads = 1 })
        {
            Laps = laps,
        };
        laps.Start();
        trainer.Step(TestData.Floats(3 * LinearNet.Inputs), Targets(3));

        // Three segments of at least two milliseconds each, all of them on the calling thread, which the stopwatch belongs to.
        Assert.True(laps[StepPart.Kernels] >= 6 * Stopwatch.Frequency / 1000);
    }

    private static float[] Targets(int samples, int seed = 2) => TestData.Floats(samples * LinearNet.Units, seed + 1000);

    private static string Hash(LinearNet net) =>
        Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(net.Snapshot())));

    // The definition, implemented independently in double precision.
    private static double Loss(double[] parameters, double[] x, float[] targets, Statistic[]? constants)
    {
        Statistic[] statistics = constants ?? Statistics(parameters, x);
        return targets.Select((target, i) =>
        {
            int u = i % LinearNet.Units;
            double z = Product(parameters, x, i / LinearNet.Units, u);
            double bias = parameters[LinearNet.Units * LinearNet.Inputs + u];
            double y = (z - statistics[u].Mean) / Math.Sqrt(statistics[u].Variance + NormalizedProgram.Epsilon) + bias;
            return (y - target) * (y - target);
        }).Average();
    }

    private static Statistic[] Statistics(double[] parameters, double[] x) =>
        [.. Enumerable.Range(0, LinearNet.Units).Select(u =>
        {
            double[] z = [.. Enumerable.Range(0, x.Length / LinearNet.Inputs).Select(s => Product(parameters, x, s, u))];
            double mean = z.Average();
            return new Statistic(mean, z.Average(value => (value - mean) * (value - mean)));
        })];

    private static double Product(double[] parameters, double[] x, int sample, int unit) =>
        Enumerable.Range(0, LinearNet.Inputs)
            .Sum(i => parameters[unit * LinearNet.Inputs + i] * x[sample * LinearNet.Inputs + i]);

    /// <summary>The mean and variance with which a unit is normalized.</summary>
    private sealed record Statistic(double Mean, double Variance);
}
