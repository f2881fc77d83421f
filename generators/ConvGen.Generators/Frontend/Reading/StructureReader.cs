namespace ConvGen.Generators.Frontend.Reading;

/// <summary>Turns the attributes that connect layers into declarations.</summary>
internal static class StructureReader
{
    /// <summary>Reads an attribute of structure; returns null if the attribute is none.</summary>
    public static StructureDeclaration? Read(AttributeReader attribute) => attribute.Kind switch
    {
        "Residual" => new ResidualDeclaration { AttributeIndex = attribute.Index },
        "Shortcut" => new ShortcutDeclaration { AttributeIndex = attribute.Index },
        "Repeat" => new RepeatDeclaration { AttributeIndex = attribute.Index, Times = attribute.Size("times") },
        "EndRepeat" => new EndRepeatDeclaration { AttributeIndex = attribute.Index },
        "From" => new FromDeclaration { AttributeIndex = attribute.Index, Source = attribute.Text("name") ?? "" },
        "Output" => new OutputDeclaration { AttributeIndex = attribute.Index, OutputName = attribute.Text("name") ?? "" },
        _ => null,
    };
}
