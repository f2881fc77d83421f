using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>
/// Reads the arguments of one attribute by name, whether they are constructor arguments or properties. For a missing argument the default
/// is returned; for an invalid one, too, after reporting a problem, so that reading continues and finds further problems.
/// </summary>
internal sealed class AttributeReader
{
    private readonly Dictionary<string, TypedConstant> _arguments = new(StringComparer.Ordinal);
    private readonly ProblemList _problems;
    private readonly string _className;

    public AttributeReader(AttributeData attribute, int index, string className, ProblemList problems)
    {
        Index = index;
        Kind = ConvGenAttributes.KindOf(attribute) ?? "";
        _className = className;
        _problems = problems;

        if (attribute.AttributeConstructor is { } constructor
            && constructor.Parameters.Length == attribute.ConstructorArguments.Length)
        {
            for (int i = 0; i < constructor.Parameters.Length; i++)
            {
                _arguments[constructor.Parameters[i].Name] = attribute.ConstructorArguments[i];
            }
        }
        else
        {
            problems.Add(Rules.ArgumentNotConstant, new Site.Attribute(index), "The argument list", Kind, className);
        }

        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            _arguments[argument.Key] = argument.Value;
        }
    }

    /// <summary>The index of the attribute among the ConvGen attributes of the class.</summary>
    public int Index { get; }

    /// <summary>The name between the brackets: <c>Conv</c>.</summary>
    public string Kind { get; }

    public bool Has(string argument) => _arguments.ContainsKey(argument);

    /// <summary>Reads a size, count or stride, which must be at least 1.</summary>
    public int Size(string argument, int fallback = 1) => Integer(argument, fallback, least: 1);

    /// <summary>Reads a number of rows or columns of padding, which must be at least 0.</summary>
    public int Border(string argument, int fallback) => Integer(argument, fallback, least: 0);

    public bool Flag(string argument, bool fallback) => Constant(argument) is bool value ? value : fallback;

    public string? Text(string argument) => Constant(argument) as string;

    /// <summary>Reads an array of texts; a null among them, or instead of the array, becomes an empty text.</summary>
    public IReadOnlyList<string> Texts(string argument)
    {
        if (!_arguments.TryGetValue(argument, out TypedConstant constant))
        {
            return [];
        }

        if (constant.Kind != TypedConstantKind.Array)
        {
            // Not a constant, which is reported.
            _ = Constant(argument);
            return [];
        }

        if (constant.IsNull)
        {
            // C# takes a single null for the array, not for an element.
            return [""];
        }

        if (constant.Values.Any(value => value.Kind == TypedConstantKind.Error))
        {
            ReportNotConstant(argument);
            return [];
        }

        return [.. constant.Values.Select(value => value.Value as string ?? "")];
    }

    /// <summary>Whether a number is finite after rounding it to float.</summary>
    public static bool IsFiniteFloat(double value) => !double.IsNaN(value) && !float.IsInfinity((float)value);

    /// <summary>Reads an array of numbers, which must be finite as floats; a null instead of the array is an empty one.</summary>
    public IReadOnlyList<float> Floats(string argument)
    {
        if (!_arguments.TryGetValue(argument, out TypedConstant constant) || constant.Kind != TypedConstantKind.Array)
        {
            // Not a constant, which is reported.
            _ = Constant(argument);
            return [];
        }

        double[] values = constant.IsNull ? [] : [.. constant.Values.Select(value => value.Value as double? ?? double.NaN)];
        if (!constant.IsNull && constant.Values.Any(value => value.Kind == TypedConstantKind.Error))
        {
            ReportNotConstant(argument);
            return [];
        }

        for (int element = 0; element < values.Length; element++)
        {
            if (!IsFiniteFloat(values[element]))
            {
                _problems.Add(
                    Rules.NumberOutOfRange, new Site.Argument(Index, [argument]) { Element = element },
                    $"{argument}[{element}]", Kind, Numbers.Real(values[element]), "finite");
            }
        }

        return [.. values.Select(value => (float)value)];
    }

    /// <summary>Reads an enum value as a number, without checking that it is a member.</summary>
    public int Choice(string argument, int fallback) => Constant(argument) is int value ? value : fallback;

    /// <summary>Reads a number that must be in a range; <paramref name="range"/> describes the range for the message.</summary>
    public double Real(string argument, double fallback, Func<double, bool> isInRange, string range)
    {
        if (Constant(argument) is not double value)
        {
            return fallback;
        }

        if (!isInRange(value))
        {
            Report(Rules.NumberOutOfRange, argument, argument, Kind, value.ToString("R", CultureInfo.InvariantCulture), range);
            return fallback;
        }

        return value;
    }

    /// <summary>Reports a problem with an argument. The argument then counts as missing, so that it is reported only once.</summary>
    public void Report(DiagnosticDescriptor rule, string argument, params string[] words) =>
        Report(rule, argument, remedy: null, words);

    /// <summary>Warns if a general argument is given together with all of the specific ones that override it.</summary>
    public void WarnOfNoEffect(string argument, params string[] stronger)
    {
        if (Has(argument) && stronger.All(Has))
        {
            string names = string.Join(", ", stronger.Take(stronger.Length - 1)) + $" and {stronger[stronger.Length - 1]}";
            Report(Rules.ArgumentWithoutEffect, argument, argument, Kind, names);
        }
    }

    private void Report(DiagnosticDescriptor rule, string argument, int? remedy, string[] words)
    {
        _problems.Add(rule, new Site.Argument(Index, [argument]), remedy, words);
        _arguments.Remove(argument);
    }

    private int Integer(string argument, int fallback, int least)
    {
        if (Constant(argument) is not int value)
        {
            return fallback;
        }

        if (value < least)
        {
            Report(Rules.TooSmall, argument, least, [argument, Kind, Numbers.Plain(value), Numbers.Plain(least)]);
            return fallback;
        }

        if (value > Limits.Argument)
        {
            Report(
                Rules.TooLarge, argument, Limits.Argument,
                [argument, Kind, Numbers.Grouped(value), Numbers.Grouped(Limits.Argument)]);
            return fallback;
        }

        return value;
    }

    /// <summary>The value of an argument, or null if it is missing or cannot be read.</summary>
    private object? Constant(string argument)
    {
        if (!_arguments.TryGetValue(argument, out TypedConstant constant))
        {
            return null;
        }

        if (constant.Kind == TypedConstantKind.Error)
        {
            ReportNotConstant(argument);
            return null;
        }

        return constant.Kind == TypedConstantKind.Array ? null : constant.Value;
    }

    private void ReportNotConstant(string argument) =>
        Report(Rules.ArgumentNotConstant, argument, $"The argument '{argument}'", Kind, _className);
}
