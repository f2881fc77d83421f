namespace ConvGen.Comparison.Contest;

/// <summary>Checks whether two systems compute the same results.</summary>
internal static class Agreement
{
    /// <summary>Allows for three training steps with sums of thousands of products in another order.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>The largest difference divided by the largest value of <paramref name="ours"/>; infinite for different lengths, or if a value
    /// is not finite.</summary>
    public static double Distance(float[] ours, float[] theirs)
    {
        if (ours.Length != theirs.Length)
        {
            return double.PositiveInfinity;
        }

        double largest = 0, difference = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(ours[i]));
            difference = Math.Max(difference, Math.Abs((double)ours[i] - theirs[i]));
        }

        return double.IsFinite(difference) && largest > 0 ? difference / largest : double.PositiveInfinity;
    }
}
