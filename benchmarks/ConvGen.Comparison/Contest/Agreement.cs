namespace ConvGen.Comparison.Contest;

/// <summary>Whether two systems compute the same.</summary>
internal static class Agreement
{
    /// <summary>Sums of thousands of products in another order, three steps of training long.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>The largest difference over the largest value; infinite where one is not a number.</summary>
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
