namespace ConvGen.Tests.Behaviour;

/// <summary>Data without meaning.</summary>
internal static class Noise
{
    /// <summary>Values from -1 to 1, the same for the same seed.</summary>
    public static float[] Draw(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextSingle() - 1)];
    }
}
