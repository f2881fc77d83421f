using System.Text.RegularExpressions;

namespace ConvGen.Onnx.Import;

/// <summary>The names of the layers with weights.</summary>
internal static partial class LayerNames
{
    /// <summary>A name for each layer with weights, null for the others: those of the model if all of them can be names of layers,
    /// or else those that ConvGen gives.</summary>
    /// <param name="layers">All layers.</param>
    /// <param name="className">The class of the network, which no layer may be called like; null if it is not known.</param>
    /// <param name="areGiven">Whether the names have to be written down, because ConvGen would give others.</param>
    public static string?[] Of(IReadOnlyList<ImportedLayer> layers, string? className, out bool areGiven)
    {
        string[] counted = Counted(layers);
        string?[] usual = [.. layers.Select((layer, i) => layer.Weights is null ? null : counted[i])];
        string?[] own = [.. layers.Select(layer => layer.Weights is { } weights ? OwnName(weights.Name) : null)];
        areGiven = ArePossible(layers, own, counted, className) && !own.SequenceEqual(usual);
        return areGiven ? own : usual;
    }

    // A layer without weights keeps the name that ConvGen gives it. Files are called like layers, and may not differ in case alone.
    private static bool ArePossible(IReadOnlyList<ImportedLayer> layers, string?[] own, string[] counted, string? className)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        return layers.Select((layer, i) => layer.Weights is null ? counted[i] : own[i])
            .All(name => name is not null && name != className && taken.Add(name));
    }

    private static string[] Counted(IReadOnlyList<ImportedLayer> layers)
    {
        Dictionary<string, int> counts = [];
        return
        [
            .. layers.Select(layer =>
            {
                int number = counts[layer.Kind] = counts.GetValueOrDefault(layer.Kind) + 1;
                return $"{layer.Kind}{number}";
            }),
        ];
    }

    private static string? OwnName(string weights) =>
        Identifier().Match(weights) is { Success: true } match && !ClassNames.IsMember(match.Groups["name"].Value)
            ? match.Groups["name"].Value
            : null;

    [GeneratedRegex(@"^(?<name>[A-Z][A-Za-z0-9]{2,60})\.weight$")]
    private static partial Regex Identifier();
}
