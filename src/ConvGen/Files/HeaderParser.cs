using System.Text.Json;

namespace ConvGen.Files;

/// <summary>Where the elements of a tensor lie, counted from the end of the header.</summary>
internal sealed record PlacedTensor(TensorSpec Spec, long Begin, long End);

/// <summary>
/// Reads the header of a safetensors file: JSON of the form <c>{"__metadata__": {"key": "text"}, "name": {"dtype": "F32",
/// "shape": [2, 3], "data_offsets": [0, 24]}}</c>, and nothing else.
/// </summary>
/// <remarks>Nothing is believed before it is compared with what is expected, and so nothing that a file claims takes memory:
/// names are looked up, not collected, and sizes are compared, not multiplied.</remarks>
internal ref struct HeaderParser
{
    private const string MetadataKey = "__metadata__";

    /// <summary>Of an array in a tensor in the header; whatever nests deeper is refused.</summary>
    private const int MostDepth = 3;

    private Utf8JsonReader json;

    private HeaderParser(ReadOnlySpan<byte> header) =>
        json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = MostDepth });

    /// <summary>ConvGen's own texts, by their keys, and where the checksum stands. The rest is checked to be JSON.</summary>
    /// <exception cref="NetworkFileException">The header is no JSON object, or its metadata are not texts.</exception>
    public static HeaderTexts Texts(ReadOnlySpan<byte> header)
    {
        var parser = new HeaderParser(header);
        try
        {
            return parser.ReadTexts();
        }
        catch (JsonException exception)
        {
            throw NotJson(exception);
        }
    }

    /// <summary>Where the tensors lie: all that are expected, and no other.</summary>
    /// <param name="header">A header that <see cref="Texts"/> has read.</param>
    /// <param name="expected">What must be there.</param>
    /// <param name="owner">What they are expected for, in words.</param>
    /// <exception cref="NetworkFileException">A tensor is missing, is there twice, or is not as expected.</exception>
    public static List<PlacedTensor> Tensors(ReadOnlySpan<byte> header, IReadOnlyList<TensorSpec> expected, string owner)
    {
        var parser = new HeaderParser(header);
        Dictionary<string, TensorSpec> missing = expected.ToDictionary(spec => spec.Name);
        List<PlacedTensor> tensors = [];
        parser.Expect(JsonTokenType.StartObject);
        while (parser.NextKey() is { } name)
        {
            if (name == MetadataKey)
            {
                parser.SkipValue();
                continue;
            }

            if (!missing.Remove(name, out TensorSpec? spec))
            {
                throw tensors.Exists(tensor => tensor.Spec.Name == name)
                    ? new NetworkFileException($"the tensor {name} is there twice")
                    : new NetworkFileException(
                        $"expected the tensors of {owner}, which are {List(expected)}; "
                        + $"found one called {NetworkFileException.Quote(name)}");
            }

            tensors.Add(parser.ReadTensor(spec));
        }

        return missing.Count == 0
            ? tensors
            : throw new NetworkFileException(
                $"expected the tensors of {owner}; missing: {List([.. expected.Where(spec => missing.ContainsKey(spec.Name))])}");
    }

    private static NetworkFileException NotJson(JsonException exception) =>
        new($"expected a header in JSON, not deeper than {MostDepth}; found: {exception.Message}", exception);

    private static string List(IReadOnlyList<TensorSpec> tensors)
    {
        const int Most = 6;
        string first = string.Join(", ", tensors.Take(Most));
        return tensors.Count <= Most ? first : $"{first} and {tensors.Count - Most} more";
    }

    private HeaderTexts ReadTexts()
    {
        HeaderTexts? texts = null;
        Expect(JsonTokenType.StartObject);
        while (NextKey() is { } name)
        {
            if (name != MetadataKey)
            {
                SkipValue();
                continue;
            }

            texts = texts is null ? ReadMetadata() : throw new NetworkFileException("the metadata are there twice");
        }

        // The reader itself refuses anything but white space behind the object.
        json.Read();
        return texts ?? new HeaderTexts([], ChecksumAt: 0);
    }

    private HeaderTexts ReadMetadata()
    {
        Dictionary<string, string> texts = [];
        int checksumAt = 0;
        Expect(JsonTokenType.StartObject);
        while (NextKey() is { } key)
        {
            Expect(JsonTokenType.String);

            // Read in any case: a text of another program must be text too.
            string text = Text();
            if (!key.StartsWith(Metadata.Prefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (!texts.TryAdd(key, text))
            {
                throw new NetworkFileException($"the text {NetworkFileException.Quote(key)} of the metadata is there twice");
            }

            if (key == Metadata.Checksum)
            {
                checksumAt = (int)json.TokenStartIndex + 1;
            }
        }

        return new HeaderTexts(texts, checksumAt);
    }

    private PlacedTensor ReadTensor(TensorSpec spec)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        Expect(JsonTokenType.StartObject);
        while (NextKey() is { } field)
        {
            bool isNew = field switch
            {
                "dtype" => type is null,
                "shape" => shape is null,
                "data_offsets" => offsets is null,
                _ => throw Wrong(
                    spec, $"expected dtype, shape and data_offsets, found the field {NetworkFileException.Quote(field)}"),
            };
            if (!isNew)
            {
                throw Wrong(spec, $"its {field} is there twice");
            }

            switch (field)
            {
                case "dtype":
                    Expect(JsonTokenType.String);
                    type = Text();
                    break;
                case "shape":
                    shape = Numbers(spec, field, spec.Shape.Count);
                    break;
                default:
                    offsets = Numbers(spec, field, count: 2);
                    break;
            }
        }

        return Place(
            spec,
            type ?? throw Wrong(spec, "it has no dtype"),
            shape ?? throw Wrong(spec, "it has no shape"),
            offsets ?? throw Wrong(spec, "it has no data_offsets"));
    }

    private static PlacedTensor Place(TensorSpec spec, string type, List<long> shape, List<long> offsets)
    {
        if (type != spec.Type)
        {
            throw Wrong(spec, $"expected the dtype {spec.Type}, found {NetworkFileException.Quote(type)}");
        }

        bool fits = spec.HasAnyLength || shape.SequenceEqual(spec.Shape.Select(size => (long)size));
        if (!fits)
        {
            throw Wrong(
                spec, $"expected the shape {TensorSpec.ShapeText(spec.Shape)}, found {TensorSpec.ShapeText(shape)}");
        }

        // A vector of any length is one of bytes.
        long bytes = spec.HasAnyLength ? shape[0] : spec.Bytes;
        (long begin, long end) = (offsets[0], offsets[1]);
        return end >= begin && end - begin == bytes && bytes <= Array.MaxLength
            ? new PlacedTensor(spec, begin, end)
            : throw Wrong(spec, $"expected offsets that are {bytes} apart, found {begin} and {end}");
    }

    private static NetworkFileException Wrong(TensorSpec spec, string problem) => new($"tensor {spec.Name}: {problem}");

    // An array of as many numbers as are expected, so that a longer one takes no memory.
    private List<long> Numbers(TensorSpec spec, string field, int count)
    {
        List<long> numbers = [];
        Expect(JsonTokenType.StartArray);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetUInt64(out ulong number) || number > long.MaxValue)
            {
                throw Wrong(
                    spec,
                    $"expected whole numbers from 0 to {long.MaxValue} in its {field}, "
                    + $"found something else in byte {json.TokenStartIndex} of the header");
            }

            if (numbers.Count == count)
            {
                throw Wrong(spec, $"expected {count} numbers in its {field}, found more");
            }

            numbers.Add((long)number);
        }

        return numbers.Count == count
            ? numbers
            : throw Wrong(spec, $"expected {count} numbers in its {field}, found {numbers.Count}");
    }

    /// <summary>The next key of the object that is being read; null at its end.</summary>
    private string? NextKey()
    {
        json.Read();
        return json.TokenType == JsonTokenType.EndObject ? null : Text();
    }

    private void SkipValue()
    {
        json.Read();
        json.Skip();
    }

    private void Expect(JsonTokenType type)
    {
        json.Read();
        if (json.TokenType != type)
        {
            throw new NetworkFileException(
                $"expected {type} in byte {json.TokenStartIndex} of the header, found {json.TokenType}");
        }
    }

    private readonly string Text()
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new NetworkFileException(
                $"expected text in UTF-8 in byte {json.TokenStartIndex} of the header, found other bytes", exception);
        }
    }
}

/// <summary>What the metadata of a header say.</summary>
/// <param name="Values">ConvGen's own texts by their keys.</param>
/// <param name="ChecksumAt">Where the digits of the checksum begin in the header; 0 where there is none.</param>
internal sealed record HeaderTexts(Dictionary<string, string> Values, int ChecksumAt)
{
    /// <summary>A text, or null.</summary>
    public string? this[string key] => Values.GetValueOrDefault(key);
}
