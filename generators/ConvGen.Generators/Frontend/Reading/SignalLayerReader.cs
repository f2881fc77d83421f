namespace ConvGen.Generators.Frontend.Reading;

/// <summary>Reads the layers over signals. A signal is an image of one row, so that <c>[Conv1D(8, 5)]</c> becomes the declaration of
/// <c>[Conv(8, 1, 5)]</c> with its own name.</summary>
internal static class SignalLayerReader
{
    private static readonly string[] Ends = ["PadLeft", "PadRight"];

    /// <summary>Reads a layer over signals; returns null if the attribute is none.</summary>
    public static LayerDeclaration? Read(AttributeReader attribute) => attribute.Kind switch
    {
        "Conv1D" => ReadConv(attribute),
        "MaxPool1D" => new MaxPoolDeclaration
        {
            AttributeIndex = attribute.Index,
            IsOneDimensional = true,
            Window = ReadWindow(attribute),
            CeilMode = attribute.Flag("CeilMode", fallback: false),
        },
        "AveragePool1D" => new AveragePoolDeclaration
        {
            AttributeIndex = attribute.Index,
            IsOneDimensional = true,
            Window = ReadWindow(attribute),
            CeilMode = attribute.Flag("CeilMode", fallback: false),
            CountPadding = attribute.Flag("CountPadding", fallback: true),
        },
        _ => null,
    };

    private static ConvDeclaration ReadConv(AttributeReader attribute)
    {
        int kernel = attribute.Size("kernel");
        bool same = LayerReader.ReadSame(attribute);
        ConvDeclaration conv = new()
        {
            AttributeIndex = attribute.Index,
            IsOneDimensional = true,
            Filters = attribute.Size("filters"),
            KernelHeight = 1,
            KernelWidth = kernel,
            StrideX = attribute.Size("Stride"),
            DilationX = LayerReader.ReadDilation(attribute, "Dilation", kernel, "length of the dilated kernel"),
            Groups = attribute.Size("Groups"),
            Padding = ReadPadding(attribute),
            Same = same,
            Bias = attribute.Flag("Bias", fallback: true),
        };
        attribute.WarnOfNoEffect("Pad", Ends);
        return conv;
    }

    private static PoolWindow ReadWindow(AttributeReader attribute)
    {
        int window = attribute.Size("window");
        PoolWindow declared = new(
            Height: 1,
            window,
            StrideY: 1,
            StrideX: attribute.Size("Stride", window),
            LayerReader.ReadDilation(attribute, "Dilation", window, "length of the dilated window"),
            ReadPadding(attribute));
        attribute.WarnOfNoEffect("Pad", Ends);
        return declared;
    }

    private static Padding ReadPadding(AttributeReader attribute)
    {
        int both = attribute.Border("Pad", fallback: 0);
        return Padding.None with { Left = attribute.Border("PadLeft", both), Right = attribute.Border("PadRight", both) };
    }
}
