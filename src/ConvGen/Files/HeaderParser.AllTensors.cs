using System.Text.Json;

namespace ConvGen.Files;

/// <content>Reading all tensors of a file, whatever they are.</content>
internal ref partial struct HeaderParser
{
    /// <summary>The largest number of dimensions of a tensor in PyTorch.</summary>
    private const int MostDimensions = 64;

    /// <summary>Reads the descriptions of all tensors, in the order of the header.</summary>
    /// <param name="header">A header that <see cref="Texts"/> has read.</param>
    /// <exception cref="NetworkFileException">A tensor is described twice or incompletely, or its offsets do not fit its shape and
    /// type.</exception>
    public static List<FoundTensor> AllTensors(ReadOnlySpan<byte> header)
    {
        var parser = new HeaderParser(header);
        List<FoundTensor> tensors = [];
        HashSet<string> names = [];
        parser.Expect(JsonTokenType.StartObject);
        while (parser.NextKey() is { } name)
        {
            if (name == MetadataKey)
            {
                parser.SkipValue();
                continue;
            }

            tensors.Add(names.Add(name)
                ? parser.ReadTensor(name)
                : throw new NetworkFileException($"the tensor {NetworkFileException.Quote(name)} occurs twice"));
        }

        return tensors;
    }

    private FoundTensor ReadTensor(string name)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        string quoted = NetworkFileException.Quote(name);
        Expect(JsonTokenType.StartObject);
        while (NextKey() is { } field)
        {
            switch (field)
            {
                case "dtype" when type is null:
                    Expect(JsonTokenType.String);
                    type = Text();
                    break;
                case "shape" when shape is null:
                    shape = Numbers(quoted, field, MostDimensions, $"at most {MostDimensions}");
                    break;
                case "data_offsets" when offsets is null:
                    offsets = Numbers(quoted, field, count: 2);
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw Wrong(quoted, $"its {field} occurs twice");
                default:
                    throw Wrong(
                        quoted, $"expected dtype, shape and data_offsets, found the field {NetworkFileException.Quote(field)}");
            }
        }

        return Check(new FoundTensor(
            name,
            type ?? throw Wrong(quoted, "it has no dtype"),
            shape ?? throw Wrong(quoted, "it has no shape"),
            (offsets ?? throw Wrong(quoted, "it has no data_offsets"))[0],
            offsets[1]));
    }

    private static FoundTensor Check(FoundTensor tensor)
    {
        string quoted = NetworkFileException.Quote(tensor.Name);
        if (tensor.End < tensor.Begin)
        {
            throw Wrong(quoted, $"expected offsets in ascending order, found {tensor.Begin} and {tensor.End}");
        }

        // The size of an element of a later version of the format is not known.
        if (ElementTypes.BitsOf(tensor.Type) is { } bits && !tensor.HasBits(bits))
        {
            throw Wrong(
                quoted,
                $"expected offsets that fit the shape {TensorSpec.ShapeText(tensor.Shape)} and the dtype {tensor.Type}, "
                + $"found {tensor.Begin} and {tensor.End}");
        }

        return tensor;
    }
}
