using System.Globalization;

namespace ConvGen.Testing;

/// <summary>
/// How thorough a test with drawn cases is: short and always the same in an ordinary run, long and each time another in a campaign, which
/// <c>CONVGEN_SOAK=1</c> asks for.
/// </summary>
public static class Campaign
{
    private const int UsualSeed = 1;

    /// <summary>Whether a campaign was asked for.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("CONVGEN_SOAK") == "1";

    /// <summary>
    /// What cases are drawn from: <c>CONVGEN_SEED</c> where it is given, or else the same number in every ordinary run and a new one in
    /// every campaign. A failure has to name it, so that it can be shown again.
    /// </summary>
    /// <exception cref="FormatException"><c>CONVGEN_SEED</c> is not a number.</exception>
    public static int Seed { get; } = ChooseSeed();

    /// <summary>How many cases to draw.</summary>
    /// <param name="usual">In an ordinary run.</param>
    /// <param name="campaign">In a campaign.</param>
    public static int Count(int usual, int campaign) => IsLong ? campaign : usual;

    /// <summary>In a campaign, prints what was found and appends it to the file that <c>CONVGEN_CAMPAIGN_REPORT</c> names, if
    /// any.</summary>
    /// <param name="subject">What was tested.</param>
    /// <param name="figures">How many cases, and what came of them.</param>
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
