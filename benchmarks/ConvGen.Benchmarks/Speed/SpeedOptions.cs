using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ConvGen.Benchmarks.Speed;

/// <summary>Options shared by several commands, with their descriptions and limits.</summary>
internal static class SpeedOptions
{
    private const int MostThreads = 64;
    private const int MostBatch = 5_000;
    private const double LeastSeconds = 0.05, MostSeconds = 600;

    /// <summary>Some of n1 to n6.</summary>
    /// <param name="all">The command's value for each network; its text is the network's name.</param>
    public static Option<CommaList<T>> Networks<T>(IReadOnlyList<T> all)
        where T : class =>
        Choice(
            "--networks",
            "Which of n1 (book), n2 (LeNet-5), n3 (784-30-10), n4 (small VGG, 3x32x32), n5 (MobileNetV1 of width 0.5, 3x256x256, predicts only) "
            + "and n6 (SRCNN, 3x256x256, predicts only), with commas.",
            all);

    /// <summary>A selection of values, each written as its text; all of them by default.</summary>
    public static Option<CommaList<T>> Choice<T>(string name, string description, IReadOnlyList<T> all)
        where T : class
    {
        string expected = string.Join(", ", all.SkipLast(1)) + $" or {all[^1]}";
        return new Option<CommaList<T>>(name)
        {
            Description = description,
            CustomParser = result => Parse(result, Find, expected),
            DefaultValueFactory = _ => new CommaList<T>([.. all]),
        };

        (bool Known, T Value) Find(string part)
        {
            T? value = all.FirstOrDefault(candidate => candidate.ToString() == part);
            return (value is not null, value!);
        }
    }

    /// <summary>Numbers of threads.</summary>
    public static Option<CommaList<int>> Threads() => new("--threads")
    {
        Description = "Numbers of threads, separated by commas.",
        CustomParser = result => Numbers(result, MostThreads),
        DefaultValueFactory = _ => new CommaList<int>([1, 2]),
    };

    /// <summary>Sizes of batches.</summary>
    public static Option<CommaList<int>> Batch() => new("--batch")
    {
        Description = "Images per training step and per prediction, separated by commas. n5 and n6 take at most 8.",
        CustomParser = result => Numbers(result, MostBatch),
        DefaultValueFactory = _ => new CommaList<int>([10, 64, 128]),
    };

    /// <summary>Vector widths to measure by turns; without it, the one that the networks of this process take.</summary>
    public static Option<CommaList<int>?> VectorBits() => new("--vector-bits")
    {
        Description = "Vector widths to measure by turns, each in a process of its own: 256, 512 or 256,512. "
            + "Without it, the width that the networks take.",
        CustomParser = result => Parse(
            result, part => part switch { "256" => (true, 256), "512" => (true, 512), _ => (false, 0) }, "256 or 512"),
    };

    /// <summary>How long to measure.</summary>
    public static Option<double> Seconds(string description = "Time for each figure.") => new("--seconds")
    {
        Description = description,
        CustomParser = ReadSeconds,
        DefaultValueFactory = _ => 1,
    };

    /// <summary>A file for programs to read.</summary>
    public static Option<FileInfo?> Json() => new("--json") { Description = "Also write the figures to this file." };

    private static CommaList<int> Numbers(ArgumentResult result, int most) =>
        Parse(result, part => (TryReadCount(part, most, out int count), count), $"a whole number from 1 to {most}");

    /// <summary>Converts every part to a value; reports the first invalid part.</summary>
    private static CommaList<T> Parse<T>(ArgumentResult result, Func<string, (bool Valid, T Value)> tryRead, string expected)
    {
        var values = new List<T>();
        foreach (string part in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            (bool valid, T value) = tryRead(part);
            if (!valid)
            {
                result.AddError($"'{part}' must be {expected}.");
                break;
            }

            values.Add(value);
        }

        return new CommaList<T>([.. values]);
    }

    private static bool TryReadCount(string part, int most, out int count) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= 1 && count <= most;

    private static double ReadSeconds(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        bool valid = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && seconds is >= LeastSeconds and <= MostSeconds;
        if (!valid)
        {
            result.AddError($"--seconds '{text}' must be a number from {LeastSeconds} to {MostSeconds}.");
        }

        return seconds;
    }
}
