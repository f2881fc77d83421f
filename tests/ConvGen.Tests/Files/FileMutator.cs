using System.Text;
using System.Text.Json;

namespace ConvGen.Tests.Files;

/// <summary>Damages safetensors files, both the fields of the header and raw bytes. A mutator starts from the tensors
/// of one valid file; the given numbers decide all random choices.</summary>
internal sealed class FileMutator(byte[] good)
{
    private static readonly string[] OddNumbers =
    [
        "-1", "-0", "0", "1.0", "1e3", "4294967296", "2147483648", "9223372036854775807", "9223372036854775808",
        "18446744073709551615", "18446744073709551616", "1e999", "null", "true", "\"0\"", "[]", "{}", "NaN", "0x10", "00",
    ];

    private static readonly string[] OddValues =
    [
        "null", "1", "[]", "{}", "\"text\"", "\"\"", "true", "[[1]]", "{\"a\":{\"b\":{}}}", "\"\\ud800\"", "\"\\u0000\"",
        "", "/*c*/1", "tru",
    ];

    private static readonly string[] OddHeaders =
    [
        "", "{}", "[]", "null", "{", "}", "{}{}", "{},", "\"text\"", "1", "{\"__metadata__\":{}}",
        "\uFEFF{}", " {}", "{}\0", "{/**/}", "{\"a\":1,}",
    ];

    private readonly PlainFile _file = PlainFile.Read(good);

    /// <summary>The number of kinds of damage.</summary>
    public static int Kinds => 17;

    /// <summary>A damaged file.</summary>
    /// <param name="kinds">The kinds of damage in order: numbers below <see cref="Kinds"/>.</param>
    /// <param name="random">Chooses the place and the values.</param>
    public byte[] Mutate(IEnumerable<int> kinds, Random random)
    {
        var parts = new Parts(_file);
        foreach (int kind in kinds)
        {
            Mutate(parts, kind, random);
        }

        byte[] bytes = parts.ToBytes(rightChecksum: random.Next(4) > 0);
        foreach (int kind in kinds)
        {
            bytes = MutateBytes(bytes, kind, random);
        }

        return bytes;
    }

    private static void Mutate(Parts parts, int kind, Random random)
    {
        List<Entry> tensors = parts.Entries;
        int at = tensors.Count == 0 ? -1 : random.Next(tensors.Count);
        switch (kind)
        {
            case 0:
                parts.HeaderLength = HeaderLength(random, parts.ToBytes(rightChecksum: false).Length);
                break;
            case 1 when at >= 0:
                tensors[at] = tensors[at].With("data_offsets", Array(random, 2));
                break;
            case 2 when at >= 0:
                tensors[at] = tensors[at].With("data_offsets", tensors[random.Next(tensors.Count)]["data_offsets"]);
                break;
            case 3 when at >= 0:
                // Duplicates an entry, adjacent or not, with the same or another offset.
                Entry again = random.Next(2) == 0 ? tensors[at] : tensors[at].With("data_offsets", "[0,4]");
                tensors.Insert(random.Next(tensors.Count + 1), again);
                break;
            case 4 when at >= 0:
                tensors.RemoveAt(at);
                break;
            case 5 when at >= 0 && tensors[at].Name.Length > 0:
                tensors[at] = tensors[at] with { Name = OddName(tensors[at].Name, random) };
                break;
            case 6 when at >= 0:
                tensors[at] = tensors[at].With(
                    "dtype", Pick(random, "\"F16\"", "\"f32\"", "\"F64\"", "\"U8\"", "\"\\u004632\"", Pick(random, OddValues)));
                break;
            case 7 when at >= 0:
                tensors[at] = tensors[at].With("shape", Array(random, random.Next(6)));
                break;
            case 8 when at >= 0:
                int depth = 1 << random.Next(1, 15);
                string open = random.Next(2) == 0 ? "[" : "{\"a\":", close = open == "[" ? "]" : "}";
                tensors[at] = tensors[at].With(
                    Pick(random, "shape", "dtype", "more"),
                    string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth)));
                break;
            case 9 when at >= 0:
                tensors[at] = tensors[at].Without(Pick(random, "dtype", "shape", "data_offsets"));
                break;
            case 10 when !parts.HasOddMetadata:
                parts.HasOddMetadata = true;
                parts.Metadata = random.Next(3) == 0 ? Pick(random, OddValues) : OddMetadata(parts.Metadata, random);
                break;
            case 11:
                parts.Whole = Pick(random, OddHeaders);
                break;
            case 12:
                // Another order is also valid, because every tensor states its offsets.
                random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tensors));
                break;
            case 13:
                parts.Data = random.Next(2) == 0
                    ? [.. parts.Data, .. new byte[random.Next(1, 9)]]
                    : parts.Data[..random.Next(parts.Data.Length + 1)];
                break;
            case 14 when parts.Data.Length > 0:
                parts.Data = Overwrite(parts.Data, random);
                break;
        }
    }

    // On the bytes of the whole file, regardless of their meaning.
    private static byte[] MutateBytes(byte[] bytes, int kind, Random random)
    {
        if (kind == 15 && bytes.Length > 0)
        {
            return Overwrite(bytes, random);
        }

        if (kind == 16)
        {
            (int start, int end) = (random.Next(bytes.Length + 1), random.Next(bytes.Length + 1));
            byte[] cut = bytes[Math.Min(start, end)..Math.Max(start, end)];
            int to = random.Next(bytes.Length + 1);
            return random.Next(3) switch
            {
                0 => [.. bytes[..to], .. cut, .. bytes[to..]],
                1 => [.. bytes[..Math.Min(start, end)], .. bytes[Math.Max(start, end)..]],
                _ => bytes[..to],
            };
        }

        return bytes;
    }

    // The end of a checkpoint holds data that are not float tensors.
    private static byte[] Overwrite(byte[] bytes, Random random)
    {
        const int End = 200;
        byte[] changed = [.. bytes];
        for (int i = random.Next(1, 9); i > 0; i--)
        {
            int from = random.Next(2) == 0 ? 0 : Math.Max(0, bytes.Length - End);
            changed[random.Next(from, bytes.Length)] = (byte)Math.Clamp(random.Next(-200, 456), 0, 255);
        }

        return changed;
    }

    private static ulong HeaderLength(Random random, int length) => random.Next(8) switch
    {
        0 => (ulong)random.Next(16),
        1 => (ulong)(length - 8 + random.Next(-2, 3)),
        2 => 1UL << random.Next(64),
        3 => ulong.MaxValue - (ulong)random.Next(16),
        4 => (1UL << random.Next(64)) - 1,
        5 => 16 << 20,
        6 => (ulong)random.NextInt64(),
        _ => (ulong)random.Next(length),
    };

    private static string Array(Random random, int count)
    {
        IEnumerable<string> numbers = Enumerable.Range(0, count + random.Next(6) / 5)
            .Select(_ => random.Next(3) == 0 ? Pick(random, OddNumbers) : $"{4 * random.Next(200)}");
        return random.Next(8) == 0 ? Pick(random, OddValues) : $"[{string.Join(',', numbers)}]";
    }

    private static string OddName(string name, Random random) => random.Next(9) switch
    {
        0 => name.ToUpperInvariant(),
        1 => name + " ",
        2 => $"\\u{(int)name[0]:x4}{name[1..]}",
        3 => "\\ud800",
        4 => "",
        5 => "__metadata__",
        6 => new string('x', 1 << random.Next(17)),
        7 => Pick(random, "Conv1.weight", "Dense2.bias", "fit", "velocity.Conv1.weight", "best.Dense1.bias"),
        _ => name[..^1] + "\\q",
    };

    private static string OddMetadata(string metadata, Random random)
    {
        string[] texts = metadata.Length == 0
            ? []
            : [.. JsonDocument.Parse(metadata).RootElement.EnumerateObject().Select(text => text.ToString())];
        if (texts.Length > 0)
        {
            int at = random.Next(texts.Length);
            string key = texts[at][..texts[at].IndexOf("\":", StringComparison.Ordinal)];
            texts[at] = random.Next(4) switch
            {
                0 => $"{key}\":{Pick(random, OddValues)}",
                1 => $"{key}\":\"{new string('9', random.Next(1, 80))}\"",
                2 => texts[at] + "," + texts[random.Next(texts.Length)],
                _ => $"{key}x\":\"\"",
            };
        }

        return $"{{{string.Join(',', texts)}}}";
    }

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    /// <summary>A tensor's entry in the header: its name and the texts of its fields.</summary>
    private sealed record Entry(string Name, IReadOnlyList<(string Key, string Value)> Fields)
    {
        public string this[string key] => Fields.FirstOrDefault(field => field.Key == key).Value ?? "[]";

        public Entry With(string key, string value) =>
            this with { Fields = [.. Fields.Where(field => field.Key != key), (key, value)] };

        public Entry Without(string key) => this with { Fields = [.. Fields.Where(field => field.Key != key)] };

        public override string ToString() =>
            $"\"{Name}\":{{{string.Join(',', Fields.Select(field => $"\"{field.Key}\":{field.Value}"))}}}";
    }

    private sealed class Parts
    {
        public Parts(PlainFile file)
        {
            Data = file.Data;
            foreach (JsonProperty entry in JsonDocument.Parse(file.Header).RootElement.EnumerateObject())
            {
                if (entry.Name == "__metadata__")
                {
                    Metadata = entry.Value.GetRawText();
                }
                else
                {
                    IEnumerable<JsonProperty> fields = entry.Value.EnumerateObject();
                    Entries.Add(new(entry.Name, [.. fields.Select(field => (field.Name, field.Value.GetRawText()))]));
                }
            }
        }

        public List<Entry> Entries { get; } = [];

        /// <summary>The metadata; empty if there are none.</summary>
        public string Metadata { get; set; } = "";

        public bool HasOddMetadata { get; set; }

        public byte[] Data { get; set; }

        public ulong? HeaderLength { get; set; }

        /// <summary>A complete header that replaces all other parts.</summary>
        public string? Whole { get; set; }

        public byte[] ToBytes(bool rightChecksum)
        {
            IEnumerable<string> metadata = Metadata.Length == 0 ? [] : [$"\"__metadata__\":{Metadata}"];
            string header = Whole ?? $"{{{string.Join(',', metadata.Concat(Entries.Select(entry => entry.ToString())))}}}";
            byte[] bytes = Encoding.UTF8.GetBytes(rightChecksum ? PlainFile.RightChecksum(header, Data) : header);
            return PlainFile.Join(bytes, Data, HeaderLength);
        }
    }
}
