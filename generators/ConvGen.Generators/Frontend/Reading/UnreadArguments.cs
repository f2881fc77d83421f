using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>
/// Finds arguments that only the analyzer can read, because they are constants in generated code. A generator does not see the output of
/// other generators, so this one emitted members that throw. A constant among them holds the index of the attribute.
/// </summary>
internal static class UnreadArguments
{
    /// <summary>The generated nested class that holds <see cref="Constant"/>.</summary>
    public const string Holder = "__Program";

    /// <summary>The generated constant with the index of the attribute.</summary>
    public const string Constant = "UnreadAttribute";

    /// <summary>The problem of an unread argument, for a class in which the analyzer finds no error; null if there is none.</summary>
    public static Problem? Find(INamedTypeSymbol type)
    {
        ISymbol? constant = type.GetTypeMembers(Holder).SelectMany(holder => holder.GetMembers(Constant)).FirstOrDefault();
        IReadOnlyList<AttributeData> attributes = ConvGenAttributes.Of(type);
        return constant is IFieldSymbol { ConstantValue: int index } && index < attributes.Count
            ? new Problem(
                Rules.ArgumentNotConstant, new Site.Attribute(index),
                ["An argument", ConvGenAttributes.KindOf(attributes[index]) ?? "", type.Name])
            : null;
    }
}
