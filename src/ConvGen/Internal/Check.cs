using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ConvGen.Internal;

/// <summary>Argument checks that name the argument, its value and what was expected.</summary>
internal static class Check
{
    /// <summary>Holds that a span has exactly the length that a copy needs.</summary>
    public static void Length(int actual, int expected, string of, string argument)
    {
        if (actual != expected)
        {
            ThrowLength(actual, expected, of, argument);
        }
    }

    /// <summary>Holds 0 &lt;= index &lt; size.</summary>
    public static void Index(int index, int size, string of, [CallerArgumentExpression(nameof(index))] string argument = "")
    {
        if ((uint)index >= (uint)size)
        {
            ThrowIndex(index, size, of, argument);
        }
    }

    /// <summary>Holds that a setting is a finite number of at least zero.</summary>
    public static float FiniteAndNotNegative(float value, [CallerArgumentExpression(nameof(value))] string argument = "")
    {
        if (!float.IsFinite(value) || value < 0f)
        {
            throw new ArgumentOutOfRangeException(argument, value, $"{argument} must be finite and not negative.");
        }

        return value;
    }

    [DoesNotReturn]
    private static void ThrowLength(int actual, int expected, string of, string argument) =>
        throw new ArgumentException($"{of} has {expected} values, but the length of {argument} is {actual}.", argument);

    [DoesNotReturn]
    private static void ThrowIndex(int index, int size, string of, string argument) =>
        throw new ArgumentOutOfRangeException(argument, index, $"{argument} of {of} must be 0 to {size - 1}.");
}
