namespace ConvGen.Tests.Reference;

/// <summary>The standard normal distribution, by its series near 0 and its continued fraction in the tails.</summary>
internal static class Gaussian
{
    private const double NearZero = 2.5;

    public static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>The probability of a value below x, with about 13 correct digits, however small it is.</summary>
    public static double Below(double x) =>
        Math.Abs(x) < NearZero ? 0.5 + FromZero(x)
        : x > 0 ? 1 - Tail(x)
        : Tail(-x);

    // density(x) (x + x^3 / 3 + x^5 / (3 * 5) + ...).
    private static double FromZero(double x)
    {
        double term = x;
        double sum = x;
        for (int odd = 3; odd < 120; odd += 2)
        {
            term *= x * x / odd;
            sum += term;
        }

        return sum * Density(x);
    }

    // density(x) / (x + 1 / (x + 2 / (x + ...))).
    private static double Tail(double x)
    {
        double fraction = x;
        for (int level = 200; level > 0; level--)
        {
            fraction = x + level / fraction;
        }

        return Density(x) / fraction;
    }
}
