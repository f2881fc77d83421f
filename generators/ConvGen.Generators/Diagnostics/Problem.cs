using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Diagnostics;

/// <summary>Something wrong with a declaration: which rule it breaks, where, and the words that fill its message.</summary>
internal sealed record Problem(DiagnosticDescriptor Rule, Site Site, EquatableArray<string> Arguments)
{
    /// <summary>The key of <see cref="Remedy"/> among the properties of a diagnostic.</summary>
    public const string RemedyKey = "ConvGen.Remedy";

    /// <summary>What the argument should say instead, where the compiler knows: the one thing that code fixes learn from
    /// it.</summary>
    public string? Remedy { get; init; }
}

/// <summary>Collects what a stage finds.</summary>
internal sealed class ProblemList
{
    private readonly List<Problem> _problems = [];

    /// <summary>Whether anything stands in the way of generating; warnings do not.</summary>
    public bool HasErrors { get; private set; }

    public void Add(DiagnosticDescriptor rule, Site site, params string[] arguments) => Add(rule, site, remedy: null, arguments);

    /// <summary>With what the argument should say instead.</summary>
    public void Add(DiagnosticDescriptor rule, Site site, int? remedy, string[] arguments)
    {
        HasErrors |= rule.DefaultSeverity == DiagnosticSeverity.Error;
        _problems.Add(new Problem(rule, site, [.. arguments])
        {
            Remedy = remedy is { } value ? Numbers.Plain(value) : null,
        });
    }

    public void AddRange(ProblemList other)
    {
        HasErrors |= other.HasErrors;
        _problems.AddRange(other._problems);
    }

    public EquatableArray<Problem> ToArray() => [.. _problems];
}
