using System.Globalization;
using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>The pixels that a Pad node adds around an image: for the window after it, or as a layer of its own.</summary>
/// <param name="Sides">Rows and columns on each side.</param>
/// <param name="Value">The value of every added pixel.</param>
/// <param name="Node">The node.</param>
internal sealed record ImagePadding(LayerWindow Sides, float Value, NodeProto Node)
{
    /// <summary>Batch, channels, rows, columns.</summary>
    private const int Rank = 4;

    /// <summary>Reads a Pad node.</summary>
    /// <exception cref="OnnxImportException">The node pads axes other than rows and columns, crops, or has an unknown
    /// mode.</exception>
    public static ImagePadding Read(OnnxGraph graph, NodeProto node, NodeSettings settings)
    {
        long[] pads = graph.Integers(node, 1);
        long[] axes = OnnxGraph.HasInput(node, 3) ? graph.Integers(node, 3) : [.. Enumerable.Range(0, Rank)];
        long[]? amounts = OnAllAxes(pads, axes);
        PadMode? mode = settings.Text("mode", "constant") switch
        {
            "constant" => PadMode.Zeros,
            "reflect" => PadMode.Reflection,
            "edge" => PadMode.Edge,
            _ => null,
        };
        bool fits = mode is not null && amounts is [0, 0, >= 0, >= 0, 0, 0, >= 0, >= 0]
            && amounts.All(amount => amount <= ushort.MaxValue);
        if (!fits)
        {
            throw NodeError.Of(
                node,
                $"expected a constant, reflect or edge around rows and columns, found mode {settings.Text("mode", "constant")}, "
                + $"pads [{string.Join(", ", pads)}] and axes [{string.Join(", ", axes)}]");
        }

        LayerWindow sides = new(1, 1)
        {
            PadTop = (int)amounts![2],
            PadLeft = (int)amounts[3],
            PadBottom = (int)amounts[6],
            PadRight = (int)amounts[7],
            PadMode = mode!.Value,
        };
        return new ImagePadding(sides, OnnxGraph.HasInput(node, 2) && mode == PadMode.Zeros ? graph.Scalar(node, 2) : 0f, node);
    }

    /// <summary>Whether a node may include the padding: it pads with the same value.</summary>
    public bool FitsInto(NodeProto node) => Sides.PadMode == PadMode.Zeros && node.OpType switch
    {
        "Conv" or "AveragePool" or "LpPool" => true,
        "MaxPool" => Value != 0,
        _ => false,
    };

    /// <summary>Returns the shape of a sample with the padding.</summary>
    public int[] Around(int[] shape) =>
        [shape[0], Sides.PadTop + shape[1] + Sides.PadBottom, Sides.PadLeft + shape[2] + Sides.PadRight];

    /// <summary>Adds the padding to that of a window.</summary>
    /// <param name="window">The window of the layer after the padding.</param>
    /// <param name="value">The only value that this layer pads with.</param>
    /// <exception cref="OnnxImportException">The node pads with another value.</exception>
    public LayerWindow Around(LayerWindow window, float value) => Value == value
        ? window with
        {
            PadTop = window.PadTop + Sides.PadTop,
            PadLeft = window.PadLeft + Sides.PadLeft,
            PadBottom = window.PadBottom + Sides.PadBottom,
            PadRight = window.PadRight + Sides.PadRight,
        }
        : throw NodeError.Of(Node, string.Create(
            CultureInfo.InvariantCulture, $"expected padding with {value} before such a layer, found {Value}"));

    /// <summary>The amounts before and after each of the four axes; null if they do not belong to different axes.</summary>
    private static long[]? OnAllAxes(long[] pads, long[] axes)
    {
        long[] amounts = new long[2 * Rank];
        long[] places = [.. axes.Select(axis => axis < 0 ? axis + Rank : axis)];
        if (pads.Length != 2 * axes.Length || places.Any(axis => axis is < 0 or >= Rank) || places.Distinct().Count() != places.Length)
        {
            return null;
        }

        for (int i = 0; i < places.Length; i++)
        {
            amounts[places[i]] = pads[i];
            amounts[Rank + places[i]] = pads[places.Length + i];
        }

        return amounts;
    }
}
