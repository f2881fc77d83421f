using System.Text.RegularExpressions;

namespace ConvGen.Onnx.Import;

/// <summary>Chooses the names of the layers with weights.</summary>
internal static partial class LayerNames
{
    /// <summary>Returns a name for each layer with weights and null for the others: the names of the model if all of them are
    /// valid, otherwise ConvGen's default names.</summary>
    /// <param name="layers">All layers.</param>
    /// <param name="className">The class of the network, whose name no layer may have; null if it is not known.</param>
    /// <param name="areGiven">Whether the names differ from ConvGen's default names, so that they must be declared.</param>
    public static string?[] Of(IReadOnlyList<ImportedLayer> layers, string? className, out bool areGiven)
    {
        string[] counted = Counted(layers);
        string?[] usual = [.. layers.Select((layer, i) => layer.Weights is null ? null : counted[i])];
        string?[] own = [.. layers.Select(layer => layer.Weights is { } weights ? OwnName(weights.Name) : null)];
        areGiven = ArePossible(layers, own, counted, className) && !own.SequenceEqual(usual);
        return areGiven ? own : usual;
    }

    // A layer without weights keeps its default name. Generated files are named after layers, so names must not differ only in case.
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
                return char.IsDigit(layer.Kind[^1]) ? $"{layer.Kind}_{number}" : $"{layer.Kind}{number}";
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
