using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ConvGen.Internal;

/// <summary>Argument checks, whose messages give the argument, its value and the expected value.</summary>
internal static class Check
{
    /// <summary>Checks that a span has exactly the length that a copy needs.</summary>
    public static void Length(int actual, int expected, string of, string argument)
    {
        if (actual != expected)
        {
            ThrowLength(actual, expected, of, argument);
        }
    }

    /// <summary>Checks that 0 &lt;= index &lt; size.</summary>
    public static void Index(int index, int size, string of, [CallerArgumentExpression(nameof(index))] string argument = "")
    {
        if ((uint)index >= (uint)size)
        {
            ThrowIndex(index, size, of, argument);
        }
    }

    /// <summary>Checks that a setting is a finite number.</summary>
    public static T Finite<T>(T value, [CallerArgumentExpression(nameof(value))] string argument = "")
        where T : IFloatingPointIeee754<T> =>
        T.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(argument, value, $"{argument} must be finite.");

    /// <summary>Checks that a setting is a finite number of at least zero.</summary>
    public static T FiniteAndNotNegative<T>(T value, [CallerArgumentExpression(nameof(value))] string argument = "")
        where T : IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value) || value < T.Zero)
        {
            throw new ArgumentOutOfRangeException(argument, value, $"{argument} must be finite and not negative.");
        }

        return value;
    }

    /// <summary>Checks that a setting is a finite number above zero.</summary>
    public static T FiniteAndPositive<T>(T value, [CallerArgumentExpression(nameof(value))] string argument = "")
        where T : IFloatingPointIeee754<T>
    {
        if (!T.IsFinite(value) || value <= T.Zero)
        {
            throw new ArgumentOutOfRangeException(argument, value, $"{argument} must be finite and above zero.");
        }

        return value;
    }

    /// <summary>Checks that a setting is a share below one: 0 &lt;= value &lt; 1.</summary>
    public static T Share<T>(T value, [CallerArgumentExpression(nameof(value))] string argument = "")
        where T : IFloatingPointIeee754<T>
    {
        if (!(value >= T.Zero && value < T.One))
        {
            throw new ArgumentOutOfRangeException(argument, value, $"{argument} must be at least 0 and below 1.");
        }

        return value;
    }

    /// <summary>Checks that a setting is within bounds: least &lt;= value &lt;= most.</summary>
    public static T Between<T>(T least, T most, T value, [CallerMemberName] string setting = "")
        where T : INumber<T> =>
        value >= least && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(
                setting, value, FormattableString.Invariant($"{setting} must be {least} to {most}."));

    [DoesNotReturn]
    private static void ThrowLength(int actual, int expected, string of, string argument) =>
        throw new ArgumentException($"{of} has {expected} values, but the length of {argument} is {actual}.", argument);

    [DoesNotReturn]
    private static void ThrowIndex(int index, int size, string of, string argument) =>
        throw new ArgumentOutOfRangeException(argument, index, $"{argument} of {of} must be 0 to {size - 1}.");
}
