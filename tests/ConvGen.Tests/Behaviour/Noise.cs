namespace ConvGen.Tests.Behaviour;

/// <summary>Random data.</summary>
internal static class Noise
{
    /// <summary>Draws values from -1 to 1; the same seed gives the same values.</summary>
    public static float[] Draw(int length, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextSingle() - 1)];
    }

    /// <summary>Images for <see cref="SmallNet"/>.</summary>
    public static LabeledImages Images(int count, int seed = 1)
    {
        Random random = new(seed);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(SmallNet.OutputLength))];
        return new LabeledImages(2, 9, 7, Draw(count * SmallNet.InputLength, seed), labels);
    }
}
