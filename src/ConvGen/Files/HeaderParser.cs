using System.Text.Json;

namespace ConvGen.Files;

/// <summary>The position of a tensor's elements, counted from the end of the header.</summary>
internal sealed record PlacedTensor(TensorSpec Spec, long Begin, long End);

/// <summary>
/// Reads the header of a safetensors file: JSON of the form <c>{"__metadata__": {"key": "text"}, "name": {"dtype": "F32",
/// "shape": [2, 3], "data_offsets": [0, 24]}}</c>, and nothing else.
/// </summary>
/// <remarks>All content is compared with the expected tensors before it is used, so that a hostile file cannot exhaust memory:
/// names are looked up, not collected, and sizes are compared, not multiplied.</remarks>
internal ref partial struct HeaderParser
{
    private const string MetadataKey = "__metadata__";

    /// <summary>The nesting depth of an array of a tensor; deeper JSON is rejected.</summary>
    private const int MostDepth = 3;

    private Utf8JsonReader _json;

    private HeaderParser(ReadOnlySpan<byte> header) =>
        _json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = MostDepth });

    /// <summary>Reads ConvGen's metadata texts and the position of the checksum. The rest is only checked to be JSON.</summary>
    /// <exception cref="NetworkFileException">The header is not a JSON object, or its metadata are not texts.</exception>
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

    /// <summary>Reads the positions of the expected tensors; other tensors are an error.</summary>
    /// <param name="header">A header that <see cref="Texts"/> has read.</param>
    /// <param name="expected">The tensors that must be present.</param>
    /// <param name="owner">A description of the owner of the tensors.</param>
    /// <exception cref="NetworkFileException">A tensor is missing, duplicated, or not as expected.</exception>
    public static List<PlacedTensor> Tensors(ReadOnlySpan<byte> header, IReadOnlyList<TensorSpec> expected, string owner)
    {
        var parser = new HeaderParser(header);
        var missing = expected.ToDictionary(spec => spec.Name);
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
                    ? new NetworkFileException($"the tensor {name} occurs twice")
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

            texts = texts is null ? ReadMetadata() : throw new NetworkFileException("the metadata occur twice");
        }

        // The reader itself accepts only white space after the object.
        _json.Read();
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

            // Always read: the texts of other programs must be text too.
            string text = Text();
            if (!key.StartsWith(Metadata.Prefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (!texts.TryAdd(key, text))
            {
                throw new NetworkFileException($"the text {NetworkFileException.Quote(key)} of the metadata occurs twice");
            }

            if (key == Metadata.Checksum)
            {
                checksumAt = (int)_json.TokenStartIndex + 1;
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
                throw Wrong(spec, $"its {field} occurs twice");
            }

            switch (field)
            {
                case "dtype":
                    Expect(JsonTokenType.String);
                    type = Text();
                    break;
                case "shape":
                    shape = Numbers(spec.Name, field, spec.Shape.Count);
                    break;
                default:
                    offsets = Numbers(spec.Name, field, count: 2);
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

        // Vectors of any length consist of bytes.
        long bytes = spec.HasAnyLength ? shape[0] : spec.Bytes;
        (long begin, long end) = (offsets[0], offsets[1]);
        return end >= begin && end - begin == bytes && bytes <= Array.MaxLength
            ? new PlacedTensor(spec, begin, end)
            : throw Wrong(spec, $"expected offsets that are {bytes} apart, found {begin} and {end}");
    }

    private static NetworkFileException Wrong(TensorSpec spec, string problem) => Wrong(spec.Name, problem);

    private static NetworkFileException Wrong(string tensor, string problem) => new($"tensor {tensor}: {problem}");

    // Reads an array of the expected length; a longer one is rejected without storing it.
    private List<long> Numbers(string tensor, string field, int count)
    {
        List<long> numbers = Numbers(tensor, field, count, $"{count}");
        return numbers.Count == count
            ? numbers
            : throw Wrong(tensor, $"expected {count} numbers in its {field}, found {numbers.Count}");
    }

    private List<long> Numbers(string tensor, string field, int most, string expected)
    {
        List<long> numbers = [];
        Expect(JsonTokenType.StartArray);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetUInt64(out ulong number) || number > long.MaxValue)
            {
                throw Wrong(
                    tensor,
                    $"expected whole numbers from 0 to {long.MaxValue} in its {field}, "
                    + $"found something else in byte {_json.TokenStartIndex} of the header");
            }

            if (numbers.Count == most)
            {
                throw Wrong(tensor, $"expected {expected} numbers in its {field}, found more");
            }

            numbers.Add((long)number);
        }

        return numbers;
    }

    /// <summary>Reads the next key of the current object; returns null at its end.</summary>
    private string? NextKey()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.EndObject ? null : Text();
    }

    private void SkipValue()
    {
        _json.Read();
        _json.Skip();
    }

    private void Expect(JsonTokenType type)
    {
        _json.Read();
        if (_json.TokenType != type)
        {
            throw new NetworkFileException(
                $"expected {type} in byte {_json.TokenStartIndex} of the header, found {_json.TokenType}");
        }
    }

    private readonly string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new NetworkFileException(
                $"expected text in UTF-8 in byte {_json.TokenStartIndex} of the header, found other bytes", exception);
        }
    }
}

/// <summary>The metadata of a header.</summary>
/// <param name="Values">ConvGen's texts by key.</param>
/// <param name="ChecksumAt">The position of the checksum's digits in the header; 0 if there is no checksum.</param>
internal sealed record HeaderTexts(Dictionary<string, string> Values, int ChecksumAt)
{
    /// <summary>Gets a text, or null.</summary>
    public string? this[string key] => Values.GetValueOrDefault(key);
}
