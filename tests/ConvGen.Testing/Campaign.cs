using System.Globalization;

namespace ConvGen.Testing;

/// <summary>The extent of tests with random cases: few and always the same in an ordinary run; many, and different
/// each time, in a campaign, which <c>CONVGEN_SOAK=1</c> requests.</summary>
public static class Campaign
{
    private const int UsualSeed = 1;

    /// <summary>Whether a campaign was asked for.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("CONVGEN_SOAK") == "1";

    /// <summary>The seed of random cases: <c>CONVGEN_SEED</c> if it is set; otherwise a constant in ordinary runs and
    /// a new number in every campaign. A failure message must include it, so that the failure can be reproduced.
    /// </summary>
    /// <exception cref="FormatException"><c>CONVGEN_SEED</c> is not a number.</exception>
    public static int Seed { get; } = ChooseSeed();

    /// <summary>How many cases to draw.</summary>
    /// <param name="usual">In an ordinary run.</param>
    /// <param name="campaign">In a campaign.</param>
    public static int Count(int usual, int campaign) => IsLong ? campaign : usual;

    /// <summary>In a campaign, prints the results and appends them to the file named by <c>CONVGEN_CAMPAIGN_REPORT</c>,
    /// if any.</summary>
    /// <param name="subject">What was tested.</param>
    /// <param name="figures">The number of cases and their results.</param>
    public static void Report(string subject, string figures)
    {
        if (!IsLong)
        {
            return;
        }

        string line = string.Create(CultureInfo.InvariantCulture, $"{subject} (seed {Seed}): {figures}");
        Console.WriteLine(line);
        if (Environment.GetEnvironmentVariable("CONVGEN_CAMPAIGN_REPORT") is { Length: > 0 } path)
        {
            File.AppendAllText(path, line + "\n");
        }
    }

    private static int ChooseSeed() => Environment.GetEnvironmentVariable("CONVGEN_SEED") is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : IsLong ? Environment.TickCount & int.MaxValue : UsualSeed;
}
