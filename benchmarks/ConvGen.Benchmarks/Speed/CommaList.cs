using System.CommandLine.Parsing;
using System.Globalization;

namespace ConvGen.Benchmarks.Speed;

/// <summary>Reads options of the form <c>a,b,c</c>.</summary>
internal static class CommaList
{
    /// <summary>Turns every part into a value; reports the first part that is none.</summary>
    /// <param name="result">The option as it was typed.</param>
    /// <param name="tryRead">From a part to whether it is valid, and its value.</param>
    /// <param name="expected">What a part may be, for the message.</param>
    public static T[] Parse<T>(ArgumentResult result, Func<string, (bool Valid, T Value)> tryRead, string expected)
    {
        var values = new List<T>();
        foreach (string part in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            (bool valid, T value) = tryRead(part);
            if (!valid)
            {
                result.AddError($"'{part}' must be {expected}.");
                return [];
            }

            values.Add(value);
        }

        return [.. values];
    }

    /// <summary>Whole numbers from 1 to <paramref name="most"/>.</summary>
    public static int[] Numbers(ArgumentResult result, int most) =>
        Parse(result, part => (TryReadCount(part, most, out int count), count), $"a whole number from 1 to {most}");

    private static bool TryReadCount(string part, int most, out int count) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= 1 && count <= most;
}
