using System.Globalization;
using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Reads a transposed convolution.</summary>
internal static class ConvTransposeReader
{
    /// <summary>Returns the layer and the shape of its output.</summary>
    /// <exception cref="OnnxImportException">ConvGen has no layer with the settings of the node.</exception>
    public static (ImportedLayer Layer, int[] Shape) Read(OnnxGraph graph, NodeProto node, NodeSettings settings, int[] shape)
    {
        Constant weights = graph.Floats(node, 1);
        if (weights.Shape.Length != 4)
        {
            throw NodeError.Of(node, $"expected weights for images, found the shape [{string.Join(", ", weights.Shape)}]");
        }

        LayerWindow window = settings.Window((weights.Shape[2], weights.Shape[3]), shape[1], shape[2]);
        Refuse(node, settings, window);
        bool fits = weights.Shape[0] == shape[0] && weights.Shape[1] > 0
            && (weights.Shape[2], weights.Shape[3]) == (window.Height, window.Width);
        if (!fits)
        {
            throw NodeError.Of(
                node,
                $"expected weights for {shape[0]} channels and a kernel of {window.Height}x{window.Width}, "
                + $"found the shape [{string.Join(", ", weights.Shape)}]");
        }

        (int Y, int X) more = settings.Pair("output_padding", (0, 0));
        if (more.Y >= window.StrideY || more.X >= window.StrideX)
        {
            throw NodeError.Of(node, $"expected an output_padding below the strides, found {more}");
        }

        int filters = weights.Shape[1];
        long height = (shape[1] - 1L) * window.StrideY + window.Height - window.PadTop - window.PadBottom + more.Y;
        long width = (shape[2] - 1L) * window.StrideX + window.Width - window.PadLeft - window.PadRight + more.X;
        if (height is < 1 or > ushort.MaxValue || width is < 1 or > ushort.MaxValue)
        {
            throw NodeError.Of(node, $"expected an output of 1 to {ushort.MaxValue} rows and columns, found {height}x{width}");
        }

        float[]? biases = ReadBiases(graph, node, filters);
        string[] arguments =
            [Text(filters), .. WindowArguments.OfConvTranspose(window, more), .. biases is null ? (string[])["Bias = false"] : []];
        ImportedLayer layer = new("ConvTranspose", arguments)
        {
            // Factors of its outputs are not merged: they belong to the second dimension of its weights.
            IsLinear = false,
            Weights = weights,
            Biases = biases,
        };
        return (layer, [filters, (int)height, (int)width]);
    }

    private static void Refuse(NodeProto node, NodeSettings settings, LayerWindow window)
    {
        if (settings.Integer("group", 1) is var groups and not 1)
        {
            throw NodeError.Of(node, $"expected a transposed convolution of one group, found {groups}");
        }

        if ((window.DilationY, window.DilationX) != (1, 1))
        {
            throw NodeError.Of(
                node, $"expected a transposed convolution without dilation, found ({window.DilationY}, {window.DilationX})");
        }

        if (settings.Text("auto_pad", "NOTSET") is var pad and not ("NOTSET" or "VALID"))
        {
            throw NodeError.Of(node, $"expected pads, found auto_pad = {pad}");
        }

        if (settings.Integers("output_shape") is not null)
        {
            throw NodeError.Of(node, "expected pads and output_padding, found output_shape");
        }
    }

    private static float[]? ReadBiases(OnnxGraph graph, NodeProto node, int filters)
    {
        if (!OnnxGraph.HasInput(node, 2))
        {
            return null;
        }

        Constant biases = graph.Floats(node, 2);
        return biases.Shape is [var length] && length == filters
            ? biases.Values
            : throw NodeError.Of(node, $"expected {filters} biases, found the shape [{string.Join(", ", biases.Shape)}]");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
