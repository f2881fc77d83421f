namespace ConvGen.Tests.Behaviour;

/// <summary>One network may be used by many threads at once.</summary>
public sealed class ThreadSafetyTests
{
    private const int Threads = 8;

    private const int Rounds = 200;

    private readonly SmallNet network = new(seed: 2);

    [Fact]
    public void Predictions_on_eight_threads_are_those_of_one()
    {
        float[][] inputs = [.. Enumerable.Range(0, Threads).Select(thread => Inputs(thread))];
        float[][] expected = [.. inputs.Select(Predict)];

        RunOnThreads(thread => Assert.Equal(expected[thread], Predict(inputs[thread])));
    }

    [Fact]
    public void Gradients_on_eight_threads_are_those_of_one()
    {
        float[][] inputs = [.. Enumerable.Range(0, Threads).Select(thread => Inputs(thread))];
        Gradients[] gradients = [.. inputs.Select(_ => network.CreateGradients())];
        float[][] expected = [.. inputs.Zip(gradients, Backpropagate)];

        RunOnThreads(thread => Assert.Equal(expected[thread], Backpropagate(inputs[thread], gradients[thread])));
    }

    /// <summary>Batches of different sizes, so that threads do different things at the same time.</summary>
    private static float[] Inputs(int thread) => Noise.Draw((1 + thread) * SmallNet.InputLength, seed: thread);

    private float[] Predict(float[] inputs)
    {
        float[] outputs = new float[inputs.Length / SmallNet.InputLength * SmallNet.OutputLength];
        network.Predict(inputs, outputs);
        return outputs;
    }

    private float[] Backpropagate(float[] inputs, Gradients gradients)
    {
        int samples = inputs.Length / SmallNet.InputLength;
        int[] labels = [.. Enumerable.Range(0, samples).Select(sample => sample % SmallNet.OutputLength)];
        float loss = network.Backpropagate(inputs, labels, gradients);
        float[] weights = new float[gradients["Conv1.weight"].Length];
        gradients["Conv1.weight"].CopyTo(weights);
        return [loss, .. weights];
    }

    /// <summary>Starts all threads at the same moment and fails with what any of them failed with.</summary>
    private static void RunOnThreads(Action<int> work)
    {
        using Barrier start = new(Threads);
        Task[] tasks =
        [
            .. Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    for (int round = 0; round < Rounds; round++)
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
