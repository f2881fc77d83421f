using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>
/// Arguments that only the analyzer can read, because they are constants of generated code. The generator does not see what
/// generators add, so that it emitted members that throw. A constant among them tells the analyzer of which attribute.
/// </summary>
internal static class UnreadArguments
{
    /// <summary>The nested class that holds <see cref="Constant"/>.</summary>
    public const string Holder = "__Program";

    /// <summary>The constant with the index of the attribute.</summary>
    public const string Constant = "UnreadAttribute";

    /// <summary>The problem of a class in which the analyzer finds no error.</summary>
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
