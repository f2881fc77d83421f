namespace ConvGen.Benchmarks.Speed;

/// <summary>Order statistics. Both methods sort their argument.</summary>
internal static class Quantile
{
    /// <summary>The value in the middle.</summary>
    public static double Median(double[] values) => Of(values, 0.5);

    /// <summary>The smallest value that is at least as large as the given share of all values.</summary>
    public static double Of(double[] values, double share)
    {
        Array.Sort(values);
        return values[Math.Clamp((int)Math.Ceiling(share * values.Length) - 1, 0, values.Length - 1)];
    }
}
