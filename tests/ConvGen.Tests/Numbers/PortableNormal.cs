namespace ConvGen.Tests.Numbers;

/// <summary>Approximately normal numbers that are easy to draw in every language, so that PyTorch's script can use the
/// same ones without a file: the sum of twelve uniform numbers of 16 bits, from the generator SplitMix64.</summary>
/// <remarks>normal.py next to this file draws the same numbers. Each is exactly a float.</remarks>
internal static class PortableNormal
{
    private const int UniformsPerNumber = 12;

    private const int NumbersPerWord = 4;

    /// <summary>The given number of values with mean 0 and variance 1, times a power of two.</summary>
    public static float[] Draw(int count, ulong seed, float scale = 1f)
    {
        float[] numbers = new float[count];
        ulong word = 0;
        for (int index = 0; index < count; index++)
        {
            int sum = 0;
            for (int uniform = 0; uniform < UniformsPerNumber; uniform++)
            {
                int part = uniform % NumbersPerWord;
                word = part == 0 ? SplitMix(ref seed) : word;
                sum += (int)(word >> (16 * part) & 0xFFFF);
            }

            numbers[index] = scale * (sum - UniformsPerNumber * 65535 / 2) / 65536;
        }

        return numbers;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        ulong word = state;
        word = unchecked((word ^ word >> 30) * 0xBF58476D1CE4E5B9);
        word = unchecked((word ^ word >> 27) * 0x94D049BB133111EB);
        return word ^ word >> 31;
    }
}
