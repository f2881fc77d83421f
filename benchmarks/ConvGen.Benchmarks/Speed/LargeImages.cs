namespace ConvGen.Benchmarks.Speed;

/// <summary>The limits for networks whose inputs are images of 3x256x256, about 800 KB each: a batch of 128 would take seconds.</summary>
internal static class LargeImages
{
    /// <summary>Height and width.</summary>
    public const int Side = 256;

    /// <summary>Enough for two of the largest batches; 13 MB.</summary>
    public const int Count = 2 * MostBatch;

    private const int MostBatch = 8;

    /// <summary>Whether a network takes such images.</summary>
    public static bool AreInputsOf(NetworkSummary network) => network.InputShape is [3, Side, Side];

    /// <summary>The batch sizes to measure: those of the option <c>--batch</c>, but at most eight large images, each size once.</summary>
    public static int[] LimitBatches(NetworkSummary network, int[] batches) =>
        AreInputsOf(network) ? [.. batches.Select(batch => Math.Min(batch, MostBatch)).Distinct()] : batches;
}
