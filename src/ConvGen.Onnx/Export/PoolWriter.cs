using ConvGen.Onnx.Format;
using static ConvGen.Onnx.Export.GraphWriter;

namespace ConvGen.Onnx.Export;

/// <summary>Writes a pooling as the corresponding ONNX operator.</summary>
/// <remarks>
/// In ceil mode the last windows extend beyond the padded image. This overhang is written as additional padding, which all
/// runtimes interpret alike. An average that counts its padding must not count the overhang, so its own padding becomes a
/// separate node before it.
/// </remarks>
internal sealed class PoolWriter(GraphWriter graph)
{
    /// <summary>Adds a pooling.</summary>
    public void Write(LayerSummary layer, LayerWindow window)
    {
        Padding declared = new(window.PadTop, window.PadLeft, window.PadBottom, window.PadRight);
        Padding needed = declared with
        {
            Bottom = Math.Max(
                window.PadBottom,
                (layer.OutputShape[1] - 1) * window.StrideY + window.DilationY * (window.Height - 1) + 1 - graph.Shape[1] - window.PadTop),
            Right = Math.Max(
                window.PadRight,
                (layer.OutputShape[2] - 1) * window.StrideX + window.DilationX * (window.Width - 1) + 1 - graph.Shape[2] - window.PadLeft),
        };
        switch (layer.Kind)
        {
            case "MaxPool" or "MaxPool1D":
                WriteMaximum(layer, window, needed);
                break;
            case "AveragePool" or "AveragePool1D":
                WriteAverage(layer, window, declared, needed);
                break;
            case "L2Pool":
                Add("LpPool", layer, window, needed, Attribute("p", 2));
                break;
            default:
                throw LayerWriter.UnknownKind(layer);
        }
    }

    private void WriteMaximum(LayerSummary layer, LayerWindow window, Padding padding)
    {
        // Runtimes reject padding that is not smaller than the kernel, which a dilated window may need.
        if (padding.IsBelow(window.Height, window.Width))
        {
            Add("MaxPool", layer, window, padding, Attribute("dilations", window.DilationY, window.DilationX));
            return;
        }

        WritePadding(layer, padding, float.NegativeInfinity);
        Add("MaxPool", layer, window, default, Attribute("dilations", window.DilationY, window.DilationX));
    }

    private void WriteAverage(LayerSummary layer, LayerWindow window, Padding declared, Padding needed)
    {
        if (!window.CountPadding || needed == declared)
        {
            Add("AveragePool", layer, window, needed, Attribute("count_include_pad", window.CountPadding ? 1 : 0));
            return;
        }

        if (declared != default)
        {
            WritePadding(layer, declared, value: 0f);
        }

        Padding hanging = new(0, 0, needed.Bottom - declared.Bottom, needed.Right - declared.Right);
        Add("AveragePool", layer, window, hanging, Attribute("count_include_pad", 0));
    }

    private void WritePadding(LayerSummary layer, Padding padding, float value)
    {
        string amounts = graph.Constant(
            layer.Name + ".pads", [0, 0, padding.Top, padding.Left, 0, 0, padding.Bottom, padding.Right]);
        int[] shape = [graph.Shape[0], graph.Shape[1] + padding.Top + padding.Bottom, graph.Shape[2] + padding.Left + padding.Right];
        graph.Add("Pad", layer.Name + ".padded", shape, [amounts, graph.Constant(layer.Name + ".padding", [], [value])]);
    }

    private void Add(string operation, LayerSummary layer, LayerWindow window, Padding padding, AttributeProto more) => graph.Add(
        operation,
        layer.Name,
        layer.OutputShape,
        more: null,
        Attribute("kernel_shape", window.Height, window.Width),
        Attribute("strides", window.StrideY, window.StrideX),
        Attribute("pads", padding.Top, padding.Left, padding.Bottom, padding.Right),
        more);

    private readonly record struct Padding(int Top, int Left, int Bottom, int Right)
    {
        public bool IsBelow(int height, int width) => Math.Max(Top, Bottom) < height && Math.Max(Left, Right) < width;
    }
}
