namespace ConvGen.Tests.Probe;

/// <summary>What many predictions leave in the memory of a process that does nothing else.</summary>
internal static class MemoryGrowth
{
    private const int WarmUp = 200_000;

    /// <summary>Bytes by which the process has grown, its managed heap collected, after so many single predictions.</summary>
    public static string AfterPredictions(int count)
    {
        SmallProbeNet network = new(seed: 1);
        float[] image = WeightHash.Noise(SmallProbeNet.InputLength, new Random(1));
        float[] outputs = new float[SmallProbeNet.OutputLength];

        // The first collection needs memory of its own, and so does the JIT, as long as it improves what has run often.
        Predict(WarmUp);
        Measure();
        Predict(WarmUp);
        long before = Measure();
        Predict(count);
        return $"{Measure() - before}";

        void Predict(int times)
        {
            for (int i = 0; i < times; i++)
            {
                network.Predict(image, outputs);
            }
        }
    }

    private static long Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }
}
