using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Diagnostics;

/// <summary>An error or warning about a declaration: the rule, the place, and the arguments of the rule's message.</summary>
internal sealed record Problem(DiagnosticDescriptor Rule, Site Site, EquatableArray<string> Arguments)
{
    /// <summary>The key of <see cref="Remedy"/> among the properties of a diagnostic.</summary>
    public const string RemedyKey = "ConvGen.Remedy";

    /// <summary>The valid value that code fixes can put in place of the argument; null if there is none to suggest.</summary>
    public string? Remedy { get; init; }
}

/// <summary>Collects the problems that a stage finds.</summary>
internal sealed class ProblemList
{
    private readonly List<Problem> _problems = [];

    /// <summary>True if any problem is an error. Warnings do not prevent code generation.</summary>
    public bool HasErrors { get; private set; }

    public void Add(DiagnosticDescriptor rule, Site site, params string[] arguments) =>
        Add(rule, site, remedy: default(string), arguments);

    /// <summary>Adds a problem with a suggested value for the argument.</summary>
    public void Add(DiagnosticDescriptor rule, Site site, int? remedy, string[] arguments) =>
        Add(rule, site, remedy is { } value ? Numbers.Plain(value) : null, arguments);

    /// <summary>Adds a problem with a text that a code fix inserts.</summary>
    public void Add(DiagnosticDescriptor rule, Site site, string? remedy, string[] arguments)
    {
        HasErrors |= rule.DefaultSeverity == DiagnosticSeverity.Error;
        _problems.Add(new Problem(rule, site, [.. arguments]) { Remedy = remedy });
    }

    /// <summary>Adds a problem unless it is there already. A repeated layer has the same problem each time.</summary>
    public void AddOnce(DiagnosticDescriptor rule, Site site, params string[] arguments)
    {
        if (!_problems.Contains(new Problem(rule, site, [.. arguments])))
        {
            Add(rule, site, arguments);
        }
    }

    public void AddRange(ProblemList other)
    {
        HasErrors |= other.HasErrors;
        _problems.AddRange(other._problems);
    }

    public EquatableArray<Problem> ToArray() => [.. _problems];
}
