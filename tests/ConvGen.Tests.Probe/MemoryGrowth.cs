namespace ConvGen.Tests.Probe;

/// <summary>Measures how much the memory of a process grows during many predictions.</summary>
internal static class MemoryGrowth
{
    private const int WarmUp = 200_000;

    /// <summary>The growth of the process in bytes over the given number of single predictions, after a garbage
    /// collection.</summary>
    public static string AfterPredictions(int count)
    {
        SmallProbeNet network = new(seed: 1);
        float[] image = WeightHash.Noise(SmallProbeNet.InputLength, new Random(1));
        float[] outputs = new float[SmallProbeNet.OutputLength];

        // The first collection allocates memory, and so does the JIT while it recompiles frequently used methods.
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
