namespace ConvGen.Tests.Runtime;

/// <summary>Test data, the same in every run.</summary>
internal static class TestData
{
    /// <summary>Evenly spread numbers between -1 and 1.</summary>
    public static float[] Floats(int count, int seed = 1)
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
    }

    public static int[] Labels(int count, int classes, int seed = 1)
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];
    }

    /// <summary>Images of 5x1 pixels in three classes, which a linear network can learn.</summary>
    public static LabeledImages Images(int count, int seed = 1)
    {
        int[] labels = Labels(count, LinearNet.Units, seed);
        float[] pixels = Floats(count * LinearNet.Inputs, seed);
        for (int i = 0; i < count; i++)
        {
            pixels[i * LinearNet.Inputs + labels[i]] += 1.5f;
        }

        return new LabeledImages(1, LinearNet.Inputs, 1, pixels, labels);
    }
}
