namespace ConvGen.Generators.Frontend.Reading;

/// <summary>Reads the attributes of layers that move values.</summary>
internal static class RearrangementReader
{
    /// <summary>Reads a layer that moves values; returns null if the attribute is none.</summary>
    public static RearrangementDeclaration? Read(AttributeReader attribute) => attribute.Kind switch
    {
        "Slice" => new SliceDeclaration
        {
            AttributeIndex = attribute.Index,
            First = attribute.Border("first", fallback: 0),
            Count = attribute.Size("count"),
        },
        "ChannelShuffle" => new ChannelShuffleDeclaration { AttributeIndex = attribute.Index, Groups = attribute.Size("groups") },
        "PixelShuffle" => new PixelShuffleDeclaration { AttributeIndex = attribute.Index, Factor = attribute.Size("factor") },
        "Pad" => ReadPad(attribute),
        "Upsample" => ReadUpsample(attribute),
        _ => null,
    };

    private static PadDeclaration ReadPad(AttributeReader attribute)
    {
        int all = attribute.Border("all", fallback: 0);
        PadDeclaration pad = new()
        {
            AttributeIndex = attribute.Index,
            Padding = new Padding(
                Top: attribute.Border("Top", all),
                Left: attribute.Border("Left", all),
                Bottom: attribute.Border("Bottom", all),
                Right: attribute.Border("Right", all)),
            Mode = ReadMode(attribute, PadMode.Zeros),
        };
        attribute.WarnOfNoEffect("all", "Top", "Left", "Bottom", "Right");
        return pad;
    }

    private static UpsampleDeclaration ReadUpsample(AttributeReader attribute)
    {
        int factor = attribute.Size("factor");
        return new UpsampleDeclaration
        {
            AttributeIndex = attribute.Index,
            FactorY = attribute.Size("factorY", factor),
            FactorX = attribute.Size("factorX", factor),
            Mode = ReadMode(attribute, UpsampleMode.Nearest),
        };
    }

    /// <summary>Reads the argument <c>Mode</c>, and reports a number that is no member of its enum.</summary>
    private static TMode ReadMode<TMode>(AttributeReader attribute, TMode fallback)
        where TMode : struct, Enum
    {
        int value = attribute.Choice("Mode", Convert.ToInt32(fallback, System.Globalization.CultureInfo.InvariantCulture));
        if (Enum.IsDefined(typeof(TMode), value))
        {
            return (TMode)Enum.ToObject(typeof(TMode), value);
        }

        string type = typeof(TMode).Name;
        attribute.Report(
            RearrangementRules.UnknownMode, "Mode", $"Mode = {Numbers.Plain(value)}", attribute.Kind,
            string.Join(", ", Enum.GetNames(typeof(TMode)).Select(name => $"{type}.{name}")));
        return fallback;
    }
}
