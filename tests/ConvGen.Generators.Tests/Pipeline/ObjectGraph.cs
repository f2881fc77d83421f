using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Tests.Pipeline;

/// <summary>Visits all objects that a value references.</summary>
internal static class ObjectGraph
{
    /// <summary>Types that would keep a whole compilation alive and never compare equal after an edit.</summary>
    private static readonly Type[] Forbidden =
    [
        typeof(ISymbol), typeof(AttributeData), typeof(TypedConstant),
        typeof(SyntaxNode), typeof(SyntaxTree), typeof(SyntaxReference), typeof(SyntaxToken), typeof(SyntaxTrivia),
        typeof(Location), typeof(Compilation), typeof(SemanticModel),
        typeof(Diagnostic), typeof(DiagnosticDescriptor), typeof(Delegate),
    ];

    /// <summary>The paths from the value to forbidden objects.</summary>
    public static IReadOnlyList<string> ForbiddenIn(object? value)
    {
        List<string> found = [];
        Walk(value, "", found, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return found;
    }

    private static void Walk(object? value, string path, List<string> found, HashSet<object> seen)
    {
        if (value is null or string || value.GetType() is { IsPrimitive: true } or { IsEnum: true })
        {
            return;
        }

        if (Forbidden.Any(type => type.IsInstanceOfType(value)))
        {
            found.Add(path);
            return;
        }

        if (!value.GetType().IsValueType && !seen.Add(value))
        {
            return;
        }

        if (value is IEnumerable items)
        {
            int index = 0;
            foreach (object? item in items)
            {
                Walk(item, Join(path, $"{index++}"), found, seen);
            }

            return;
        }

        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Walk(field.GetValue(value), Join(path, field.Name.Split('<', '>').First(part => part.Length > 0)), found, seen);
            }
        }
    }

    private static string Join(string path, string step) => path.Length == 0 ? step : $"{path}.{step}";
}
