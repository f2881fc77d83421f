using System.Text.RegularExpressions;

namespace ConvGen.Onnx.Import;

/// <summary>What the layers with weights are called.</summary>
internal static partial class LayerNames
{
    /// <summary>A name for each layer with weights, null for the others: those of the model where they can be names of ConvGen's,
    /// or else those that ConvGen gives.</summary>
    /// <param name="layers">All layers.</param>
    /// <param name="areGiven">Whether the names have to be written down, because ConvGen would give others.</param>
    public static string?[] Of(IReadOnlyList<ImportedLayer> layers, out bool areGiven)
    {
        string?[] usual = Usual(layers);
        string?[] own = [.. layers.Select(layer => layer.Weights is { } weights ? OwnName(weights.Name) : null)];
        string[] named = [.. own.OfType<string>()];
        bool areNames = named.Length == usual.Count(name => name is not null) && named.Distinct().Count() == named.Length;
        areGiven = areNames && !own.SequenceEqual(usual);
        return areGiven ? own : usual;
    }

    private static string?[] Usual(IReadOnlyList<ImportedLayer> layers)
    {
        Dictionary<string, int> counts = [];
        return
        [
            .. layers.Select(layer =>
            {
                int number = counts[layer.Kind] = counts.GetValueOrDefault(layer.Kind) + 1;
                return layer.Weights is null ? null : $"{layer.Kind}{number}";
            }),
        ];
    }

    private static string? OwnName(string weights) =>
        Identifier().Match(weights) is { Success: true } match ? match.Groups["name"].Value : null;

    // A name may not be one that ConvGen counts, of another layer, nor a member of the class.
    [GeneratedRegex(@"^(?<name>[A-Z][A-Za-z0-9]{2,60})\.weight$")]
    private static partial Regex Identifier();
}
