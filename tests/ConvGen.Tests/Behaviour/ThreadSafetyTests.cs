using System.Globalization;
using ConvGen.Testing;

namespace ConvGen.Tests.Behaviour;

/// <summary>One network may be used by many threads at once.</summary>
[Trait("Category", "Slow"), Trait("Category", "Thorough"), Trait("Category", "Process")]
public sealed class ThreadSafetyTests
{
    private const int Threads = 8;

    private readonly SmallNet _network = new(seed: 2);

    [Fact]
    public void Predictions_on_eight_threads_equal_those_of_one()
    {
        float[][] inputs = [.. Enumerable.Range(0, Threads).Select(thread => Inputs(thread))];
        float[][] expected = [.. inputs.Select(Predict)];

        RunOnThreads(rounds: 200, thread => Assert.Equal(expected[thread], Predict(inputs[thread])));
    }

    [Fact]
    public void Many_single_predictions_on_eight_threads_equal_those_of_one()
    {
        const int Images = 100;
        float[] images = Noise.Draw(Images * SmallNet.InputLength, seed: 1);
        float[] expected = Predict(images);
        int predictions = Campaign.Count(usual: 20_000, campaign: 100_000);
        float[][] outputs = [.. Enumerable.Range(0, Threads).Select(_ => new float[SmallNet.OutputLength])];
        int[] done = new int[Threads];

        RunOnThreads(predictions, thread =>
        {
            int image = done[thread]++ % Images;
            _network.Predict(images.AsSpan(image * SmallNet.InputLength, SmallNet.InputLength), outputs[thread]);
            bool isRight = outputs[thread].AsSpan().SequenceEqual(
                expected.AsSpan(image * SmallNet.OutputLength, SmallNet.OutputLength));
            Assert.True(isRight, $"Image {image} on thread {thread}");
        });
        Assert.All(done, count => Assert.Equal(predictions, count));
        Campaign.Report("Threads", $"{Threads} threads, {predictions:N0} predictions each, all those of one thread");
    }

    [Fact]
    public void Millions_of_predictions_leak_no_memory()
    {
        const int Most = 1 << 20;
        int predictions = Campaign.Count(usual: 1_000_000, campaign: 10_000_000);
        // A leak of predictions occurs in every process; growth caused by the system, such as huge pages, only in some.
        int growth = int.MaxValue;
        for (int attempt = 0; attempt < 3 && growth > Most; attempt++)
        {
            growth = int.Parse(ProbeProcess.Ask("memory", predictions), CultureInfo.InvariantCulture);
        }

        Assert.True(growth <= Most, $"{growth:N0} bytes after {predictions:N0} predictions");
        Campaign.Report("Memory", $"{growth:N0} bytes more after {predictions:N0} predictions");
    }

    [Fact]
    public void Gradients_on_eight_threads_equal_those_of_one()
    {
        float[][] inputs = [.. Enumerable.Range(0, Threads).Select(thread => Inputs(thread))];
        Gradients[] gradients = [.. inputs.Select(_ => _network.CreateGradients())];
        float[][] expected = [.. inputs.Zip(gradients, Backpropagate)];

        RunOnThreads(rounds: 200, thread => Assert.Equal(expected[thread], Backpropagate(inputs[thread], gradients[thread])));
    }

    /// <summary>Batches of different sizes, so that threads run different code at the same time.</summary>
    private static float[] Inputs(int thread) => Noise.Draw((1 + thread) * SmallNet.InputLength, seed: thread);

    private float[] Predict(float[] inputs)
    {
        float[] outputs = new float[inputs.Length / SmallNet.InputLength * SmallNet.OutputLength];
        _network.Predict(inputs, outputs);
        return outputs;
    }

    private float[] Backpropagate(float[] inputs, Gradients gradients)
    {
        int samples = inputs.Length / SmallNet.InputLength;
        int[] labels = [.. Enumerable.Range(0, samples).Select(sample => sample % SmallNet.OutputLength)];
        float loss = _network.Backpropagate(inputs, labels, gradients);
        float[] weights = new float[gradients["Conv1.weight"].Length];
        gradients["Conv1.weight"].CopyTo(weights);
        return [loss, .. weights];
    }

    /// <summary>Starts all threads at the same time and rethrows an exception of any of them.</summary>
    private static void RunOnThreads(int rounds, Action<int> work)
    {
        using Barrier start = new(Threads);
        Task[] tasks =
        [
            .. Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    for (int round = 0; round < rounds; round++)
                    {
                        work(thread);
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)),
        ];
        Task.WaitAll(tasks);
    }
}
