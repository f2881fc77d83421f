using System.Runtime.InteropServices;
using ConvGen.Benchmarks.Networks;
using ConvGen.Tests.Arm64.Networks;
using MnistSample.Networks;

namespace ConvGen.Tests.Arm64;

/// <summary>Short trainings of networks that together have every kind of layer.</summary>
public static class NetworkResults
{
    private const int Samples = 3;

    /// <summary>Trains every network for a few steps, and writes for each a file with its losses, predictions and weights.</summary>
    /// <param name="folder">An existing folder.</param>
    public static void WriteTo(string folder)
    {
        Write<ConvKinds>(folder, steps: 4);
        Write<TransposedKinds>(folder, steps: 3);
        Write<PoolKinds>(folder, steps: 4);
        Write<SignalKinds>(folder, steps: 3);
        Write<TransformKinds>(folder, steps: 3);
        Write<SmallTransformKinds>(folder, steps: 3);
        Write<PixelKinds>(folder, steps: 3);
        Write<GraphKinds>(folder, steps: 3);
        Write<SampleKinds>(folder, steps: 3);
        Write<Mlp>(folder, steps: 2);
        Write<LeNet5>(folder, steps: 2);
        Write<BookNet>(folder, steps: 2);
        Write<SmallVgg>(folder, steps: 1);
    }

    private static void Write<TNetwork>(string folder, int steps)
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(seed: 5);
        Sgd optimizer = new(0.01f) { Momentum = 0.9f, WeightDecay = 0.001f };
        using Trainer<TNetwork> trainer = new(network, optimizer, new TrainerOptions { Threads = 2, BatchSize = Samples });
        using FileStream file = File.Create(Path.Combine(folder, $"{typeof(TNetwork).Name}.bin"));
        Random random = new(3);
        float[] targets = new float[Samples * TNetwork.OutputLength];
        float[] inputs = [];
        for (int step = 0; step < steps; step++)
        {
            inputs = Noise(Samples * TNetwork.InputLength, random);
            Array.Clear(targets);
            for (int sample = 0; sample < Samples; sample++)
            {
                targets[sample * TNetwork.OutputLength + random.Next(TNetwork.OutputLength)] = 1;
            }

            Write(file, [trainer.Step(inputs, targets)]);
        }

        float[] outputs = new float[targets.Length];
        network.Predict(inputs, outputs);
        Write(file, outputs);
        foreach (Parameter parameter in network.Parameters)
        {
            float[] values = new float[parameter.Length];
            parameter.CopyTo(values);
            Write(file, values);
        }
    }

    private static float[] Noise(int length, Random random)
    {
        float[] values = new float[length];
        for (int index = 0; index < length; index++)
        {
            values[index] = random.NextSingle() - 0.5f;
        }

        return values;
    }

    private static void Write(FileStream file, ReadOnlySpan<float> values) => file.Write(MemoryMarshal.AsBytes(values));
}
