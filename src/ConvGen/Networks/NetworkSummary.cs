using System.Globalization;
using System.Text;

namespace ConvGen;

/// <summary>Describes a network: the shape, parameters and multiply-adds of each layer. <see cref="ToString"/> returns a table.</summary>
public sealed class NetworkSummary
{
    /// <summary>What <see cref="LayerSummary.Inputs"/> calls the input of the network.</summary>
    public const string InputName = "Input";

    private static readonly string[] Header = ["layer", "kind", "output", "parameters", "multiply-adds"];

    private readonly bool _isChain;
    private readonly IReadOnlyList<NetworkOutput>? _outputs;

    /// <summary>Describes a network; generated code calls this.</summary>
    /// <param name="network">The name of the network's class.</param>
    /// <param name="inputShape">The shape of one sample: channels, height, width; or the length of a flat input.</param>
    /// <param name="layers">The layers in order, without the loss. One without <see cref="LayerSummary.Inputs"/> reads the output
    /// of the layer before it.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public NetworkSummary(string network, IReadOnlyList<int> inputShape, IReadOnlyList<LayerSummary> layers)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentNullException.ThrowIfNull(layers);
        Network = network;
        InputShape = inputShape;
        _isChain = layers.All(layer => layer.Inputs.Count == 0);
        Layers =
        [
            .. layers.Select((layer, place) => layer.Inputs.Count > 0
                ? layer
                : layer with { Inputs = [place == 0 ? InputName : layers[place - 1].Name] }),
        ];
        foreach (LayerSummary layer in layers)
        {
            Parameters += layer.Parameters;
            MultiplyAdds += layer.MultiplyAdds;
        }
    }

    /// <summary>The name of the network's class.</summary>
    public string Network { get; }

    /// <summary>The shape of one input sample: channels, height, width; or the length of a flat input.</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>The layers in order, without the loss, each with the names of the layers that it reads.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>The outputs in the order in which <c>Predict</c> writes them; the output of the last layer unless others are
    /// declared.</summary>
    public IReadOnlyList<NetworkOutput> Outputs
    {
        get => _outputs ?? [LastLayer];
        init => _outputs = value;
    }

    /// <summary>The number of trainable values of all layers.</summary>
    public int Parameters { get; }

    /// <summary>The multiply-adds of one sample's forward pass, skipped zeros included.</summary>
    public long MultiplyAdds { get; }

    /// <summary>Returns a table with a header, one line per layer and a total. Numbers are right-aligned with thousands
    /// separators; lines are separated by <c>\n</c>, without one at the end. The text is the same in every culture.</summary>
    public override string ToString()
    {
        List<string[]> rows = [Header, [InputName, "", Shape(InputShape), "", ""]];
        rows.AddRange(Layers.Select(layer =>
            (string[])[layer.Name, layer.Kind, Shape(layer.OutputShape), Number(layer.Parameters), Number(layer.MultiplyAdds)]));
        rows.Add(["Total", "", "", Number(Parameters), Number(MultiplyAdds)]);
        if (!_isChain)
        {
            rows = [.. rows.Select((row, i) => (string[])[.. row, i == 0 ? "reads" : Sources(i - 2)])];
        }

        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder(Network);
        for (int i = 0; i < rows.Count; i++)
        {
            text.Append('\n').Append(Line(rows[i], widths));
            bool headEnds = i == 0, layersEnd = i == rows.Count - 2;
            if (headEnds || layersEnd)
            {
                text.Append('\n').Append('-', widths.Sum() + 2 * (widths.Length - 1));
            }
        }

        return text.ToString();
    }

    private static string Line(string[] cells, int[] widths)
    {
        IEnumerable<string> padded = cells.Select((cell, column) =>
            IsNumeric(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
        return string.Join("  ", padded).TrimEnd();
    }

    private static bool IsNumeric(int column) => column is 3 or 4;

    /// <summary>The names of the values that a layer reads; empty for a row that is none.</summary>
    private string Sources(int layer) =>
        layer >= 0 && layer < Layers.Count ? string.Join(", ", Layers[layer].Inputs) : "";

    private NetworkOutput LastLayer => Layers.Count > 0
        ? new NetworkOutput("Output", Layers[^1].OutputShape, 0, Layers[^1].Name)
        : new NetworkOutput("Output", InputShape, 0, InputName);

    private static string Shape(IReadOnlyList<int> shape) =>
        string.Join('x', shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
