using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Diagnostics;

/// <summary>Something wrong with a declaration: which rule it breaks, where, and the words that fill its message.</summary>
internal sealed record Problem(DiagnosticDescriptor Rule, Site Site, EquatableArray<string> Arguments);

/// <summary>Collects what a stage finds.</summary>
internal sealed class ProblemList
{
    private readonly List<Problem> _problems = [];

    public bool IsEmpty => _problems.Count == 0;

    public void Add(DiagnosticDescriptor rule, Site site, params string[] arguments) =>
        _problems.Add(new Problem(rule, site, [.. arguments]));

    public EquatableArray<Problem> ToArray() => [.. _problems];
}
