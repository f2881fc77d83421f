using System.Globalization;
using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Reads nodes that move values: Slice, DepthToSpace, Pad, Resize, and the three nodes of a channel shuffle.</summary>
internal static class RearrangementReader
{
    /// <summary>Reads a Slice, a DepthToSpace or a Resize, and returns the shape of a sample after it.</summary>
    /// <exception cref="OnnxImportException">ConvGen does not have the node's mode, axis or factor.</exception>
    public static (ImportedLayer Layer, int[] Shape) Read(OnnxGraph graph, NodeProto node, NodeSettings settings, int[] shape) =>
        node.OpType switch
        {
            "Slice" => ReadSlice(graph, node, shape),
            "DepthToSpace" => ReadDepthToSpace(node, settings, shape),
            _ => ReadResize(graph, node, settings, shape),
        };

    /// <summary>Returns a padding as a layer of its own.</summary>
    public static ImportedLayer ReadPad(LayerWindow sides)
    {
        (string Name, int Count)[] given =
            [("Top", sides.PadTop), ("Left", sides.PadLeft), ("Bottom", sides.PadBottom), ("Right", sides.PadRight)];
        bool areEqual = given.All(side => side.Count == sides.PadTop);
        IEnumerable<string> amounts = areEqual
            ? [Number(sides.PadTop)]
            : given.Where(side => side.Count > 0).Select(side => $"{side.Name} = {Number(side.Count)}");
        return Layer("Pad", [.. amounts, .. sides.PadMode == PadMode.Zeros ? [] : (string[])[$"Mode = PadMode.{sides.PadMode}"]]);
    }

    /// <summary>Reads the three nodes of a channel shuffle: the groups become an axis, which is exchanged with that of their channels.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="reshape">The node that may be the first of the three.</param>
    /// <param name="shape">The shape of a sample before it.</param>
    /// <returns>The layer and its last node; null if the nodes compute something else.</returns>
    public static (ImportedLayer Layer, NodeProto Last)? ReadChannelShuffle(OnnxGraph graph, NodeProto reshape, int[] shape)
    {
        if (reshape.OpType != "Reshape" || shape.Length != 3 || !graph.HasConstant(reshape, 1)
            || graph.Integers(reshape, 1) is not [var samples, var groups, var channels, var height, var width]
            || Only(graph, reshape) is not { OpType: "Transpose" } transpose
            || Only(graph, transpose) is not { OpType: "Reshape" } last || !graph.HasConstant(last, 1)
            || graph.Integers(last, 1) is not [var outputs, var all, var rows, var columns])
        {
            return null;
        }

        bool keepsSamples = IsBatch(samples) && IsBatch(outputs);
        bool splits = groups >= 1 && shape[0] % groups == 0 && Is(channels, (int)(shape[0] / groups)) && Is(height, shape[1]) && Is(width, shape[2]);
        bool joins = Is(all, shape[0]) && Is(rows, shape[1]) && Is(columns, shape[2]);
        bool exchanges = new NodeSettings(transpose).Integers("perm") is [0, 2, 1, 3, 4];
        return keepsSamples && splits && joins && exchanges ? (Layer("ChannelShuffle", Number(groups)), last) : null;

        bool IsBatch(long size) => size is 0 or -1 || size == graph.Batch;

        static bool Is(long size, int expected) => size == expected || size == -1;
    }

    /// <summary>Reads a node that takes neighbouring channels, or elements of vectors.</summary>
    /// <exception cref="OnnxImportException">The node slices another axis, or in steps.</exception>
    private static (ImportedLayer Layer, int[] Shape) ReadSlice(OnnxGraph graph, NodeProto node, int[] shape)
    {
        long[] starts = graph.Integers(node, 1), ends = graph.Integers(node, 2);
        long[] axes = OnnxGraph.HasInput(node, 3) ? graph.Integers(node, 3) : [0];
        long[] steps = OnnxGraph.HasInput(node, 4) ? graph.Integers(node, 4) : [1];
        if (starts is not [var start] || ends is not [var end] || axes is not [var axis] || steps is not [1]
            || (axis != 1 && axis != -shape.Length))
        {
            throw NodeError.Of(
                node,
                $"expected a slice of channels in steps of 1, found axes [{string.Join(", ", axes)}] and steps [{string.Join(", ", steps)}]");
        }

        int channels = shape[0];
        long first = Math.Clamp(start < 0 ? start + channels : start, 0, channels);
        long count = Math.Clamp(end < 0 ? end + channels : end, 0, channels) - first;
        return count > 0
            ? (Layer("Slice", Number(first), Number(count)), [(int)count, .. shape[1..]])
            : throw NodeError.Of(node, $"expected a slice that takes a channel, found {start} to {end} of {channels}");
    }

    /// <summary>Reads a node that turns channels into pixels.</summary>
    /// <exception cref="OnnxImportException">The channels are in another order, or cannot be divided.</exception>
    private static (ImportedLayer Layer, int[] Shape) ReadDepthToSpace(NodeProto node, NodeSettings settings, int[] shape)
    {
        long factor = settings.Integer("blocksize", 0);
        string order = settings.Text("mode", "DCR");
        bool fits = order == "CRD" && factor is >= 1 and <= ushort.MaxValue && shape[0] % (factor * factor) == 0;
        return fits
            ? (Layer("PixelShuffle", Number(factor)),
                [(int)(shape[0] / (factor * factor)), Enlarged(node, shape[1], factor), Enlarged(node, shape[2], factor)])
            : throw NodeError.Of(
                node, $"expected mode CRD and a square that divides {shape[0]} channels, found mode {order} and blocksize {factor}");
    }

    /// <summary>Reads a node that enlarges images by whole factors.</summary>
    /// <exception cref="OnnxImportException">A factor is not a whole number, or ConvGen does not have the mode.</exception>
    private static (ImportedLayer Layer, int[] Shape) ReadResize(OnnxGraph graph, NodeProto node, NodeSettings settings, int[] shape)
    {
        (int factorY, int factorX) = Factors(graph, node, shape);
        string mode = settings.Text("mode", "nearest");
        string coordinates = settings.Text("coordinate_transformation_mode", "half_pixel");
        string nearest = settings.Text("nearest_mode", "round_prefer_floor");
        string? name = (mode, coordinates, nearest) switch
        {
            // Half pixels are nearest to the same input, and never halfway between two for a whole factor.
            ("nearest", "asymmetric", "floor") or ("nearest", "half_pixel", "round_prefer_floor" or "round_prefer_ceil") => "Nearest",
            ("linear", "half_pixel", _) => "Bilinear",

            // Differs from half_pixel only for a single output.
            ("linear", "pytorch_half_pixel", _) when shape[1] * factorY > 1 && shape[2] * factorX > 1 => "Bilinear",
            ("linear", "align_corners", _) => "BilinearAlignCorners",
            ("linear", "asymmetric", _) => "BilinearAsymmetric",
            _ => null,
        };
        string[] factors = factorY == factorX ? [Number(factorY)] : [Number(factorY), Number(factorX)];
        return name is null
            ? throw NodeError.Of(
                node, $"expected a mode that ConvGen has, found {mode}, {coordinates}{(mode == "nearest" ? $", {nearest}" : "")}")
            : (Layer("Upsample", [.. factors, .. name == "Nearest" ? [] : (string[])[$"Mode = UpsampleMode.{name}"]]),
                [shape[0], Enlarged(node, shape[1], factorY), Enlarged(node, shape[2], factorX)]);
    }

    /// <summary>The only node that takes the output of a node; null if there are none or several, or the output is the model's.</summary>
    private static NodeProto? Only(OnnxGraph graph, NodeProto node) =>
        node.Output is [var value, ..] && !graph.IsOutput(value) && graph.TakersOf(value) is [var only] ? only : null;

    private static (int Y, int X) Factors(OnnxGraph graph, NodeProto node, int[] shape)
    {
        double[] scales = OnnxGraph.HasInput(node, 3)
            ? [.. graph.Integers(node, 3).Select((size, axis) => axis < 2 ? 1 : (double)size / shape[axis - 1])]
            : [.. graph.Floats(node, 2).Values.Select(scale => (double)scale)];
        return scales is [1, 1, var y, var x] && IsWhole(y) && IsWhole(x)
            ? ((int)y, (int)x)
            : throw NodeError.Of(node, string.Create(
                CultureInfo.InvariantCulture, $"expected whole factors for rows and columns, found [{string.Join(", ", scales)}]"));

        static bool IsWhole(double scale) => scale is >= 1 and <= ushort.MaxValue && scale == Math.Floor(scale);
    }

    private static int Enlarged(NodeProto node, int size, long factor) => size * factor <= int.MaxValue
        ? (int)(size * factor)
        : throw NodeError.Of(node, $"expected at most {int.MaxValue} rows and columns, found {size} times {factor}");

    private static ImportedLayer Layer(string kind, params string[] arguments) => new(kind, arguments);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
