using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ConvGen.Tests.Probe;

/// <summary>A short training with the same result for every number of threads and on every processor with a fused multiply-add.</summary>
public static class WeightHash
{
    /// <summary>Batch sizes that do not divide evenly among slices, chunks or threads.</summary>
    private static readonly int[] BatchSizes = [19, 7, 50, 1, 19];

    private static readonly Distortion Everything =
        new() { RotationDegrees = 20f, Scale = 0.2f, ShearDegrees = 10f, Shift = 1.5f, ElasticAlpha = 20f, ElasticSigma = 3f };

    /// <summary>Trains a new network, step by step and then on distorted images, and returns the SHA-256 of its weights and its
    /// losses, in hexadecimal.</summary>
    /// <param name="threads">The number of threads that work on each step.</param>
    public static string AfterTraining(int threads)
    {
        ProbeNet network = new(seed: 5);
        Sgd optimizer = new(0.05f) { Momentum = 0.9f, WeightDecay = 0.001f };
        TrainerOptions options = new() { Threads = threads, BatchSize = 7, Augmentation = Everything };
        using Trainer<ProbeNet> trainer = new(network, optimizer, options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Random random = new(3);
        foreach (int samples in BatchSizes)
        {
            float[] images = Noise(samples * ProbeNet.InputLength, random);
            int[] labels = new int[samples];
            for (int sample = 0; sample < samples; sample++)
            {
                labels[sample] = random.Next(ProbeNet.OutputLength);
            }

            Append(hash, [trainer.Step(images, labels)]);
        }

        trainer.Fit(new LabeledImages(2, 13, 11, Noise(30 * ProbeNet.InputLength, random), new int[30]), epochs: 2);
        foreach (Parameter parameter in network.Parameters)
        {
            float[] values = new float[parameter.Length];
            parameter.CopyTo(values);
            Append(hash, values);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Values from -1/2 to 1/2.</summary>
    internal static float[] Noise(int length, Random random)
    {
        float[] values = new float[length];
        for (int index = 0; index < length; index++)
        {
            values[index] = random.NextSingle() - 0.5f;
        }

        return values;
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<float> values) =>
        hash.AppendData(MemoryMarshal.AsBytes(values));
}
