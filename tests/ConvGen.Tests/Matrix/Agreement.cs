namespace ConvGen.Tests.Matrix;

/// <summary>Compares single-precision results with the reference.</summary>
internal static class Agreement
{
    /// <summary>The largest error divided by the largest value of a tensor. Each rounding contributes up to 6e-8, and sums have hundreds
    /// of terms.</summary>
    public const double LargestRelativeError = 1e-5;

    public static void AssertClose(string tensor, double[] expected, float[] actual) =>
        AssertClose(tensor, expected, actual, LargestRelativeError);

    public static void AssertClose(string tensor, double[] expected, float[] actual, double largestRelativeError)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Max(Math.Abs);
        double[] errors = [.. expected.Zip(actual, Error)];
        int worst = Array.IndexOf(errors, errors.Max());
        Assert.True(
            errors[worst] <= largestRelativeError * largest,
            $"{tensor}[{worst}] of {expected.Length}: expected {expected[worst]:G9}, is {actual[worst]:G9}; "
            + $"error / largest value is {errors[worst] / largest:G3}, "
            + $"and {errors.Count(error => error > largestRelativeError * largest)} values are wrong.");
    }

    /// <summary>Asserts results without rounding: every expected value is exactly a float. (-0 equals 0.)</summary>
    public static void AssertExact(string tensor, double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.True(expected[index] == (float)expected[index], $"{tensor}[{index}]: {expected[index]:G17} is not exactly a float.");
            Assert.True(expected[index] == actual[index],
                $"{tensor}[{index}] of {expected.Length}: expected {expected[index]:G9}, is {actual[index]:G9}.");
        }
    }

    private static double Error(double expected, float actual) =>
        float.IsNaN(actual) ? double.PositiveInfinity : Math.Abs(actual - expected);
}
