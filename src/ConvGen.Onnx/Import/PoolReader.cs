using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Reads maximum, average and L2 pooling, together with the padding of a preceding node.</summary>
internal static class PoolReader
{
    /// <summary>Reads a pooling.</summary>
    /// <param name="node">The node.</param>
    /// <param name="settings">The attributes of the node.</param>
    /// <param name="padding">The padding of the preceding node, or null.</param>
    /// <param name="shape">The shape of the images: channels, rows, columns.</param>
    /// <returns>The layer, the shape of its output, and whether it pads.</returns>
    /// <exception cref="OnnxImportException">ConvGen does not support such a pooling.</exception>
    public static (ImportedLayer Layer, int[] Shape, bool Pads) Read(
        NodeProto node, NodeSettings settings, ImagePadding? padding, int[] shape)
    {
        string kind = node.OpType == "LpPool" ? "L2Pool" : node.OpType;
        if (kind == "L2Pool" && settings.Integer("p", 2) != 2)
        {
            throw NodeError.Of(node, $"expected p = 2, the only supported norm, found {settings.Integer("p", 2)}");
        }

        (LayerWindow window, bool ceil, bool countsPadding) = Window(node, settings, padding, kind, shape);
        window = WithOneDilation(node, window, kind);
        int[] outputs = WindowCounts.Of(node, window, ceil, shape);
        CheckPadding(node, window);
        CheckGaps(node, window, outputs, shape);
        List<string> arguments = [.. WindowArguments.OfPool(window, ceil)];
        bool pads = window.PadTop + window.PadLeft + window.PadBottom + window.PadRight > 0;
        if (kind == "AveragePool" && !countsPadding && pads)
        {
            arguments.Add("CountPadding = false");
        }

        return (new ImportedLayer(kind, arguments), [shape[0], .. outputs], pads);
    }

    /// <summary>Returns the padding of a pooling, which combines its own with that of a preceding node.</summary>
    private static (LayerWindow Window, bool Ceil, bool CountsPadding) Window(
        NodeProto node, NodeSettings settings, ImagePadding? padding, string kind, int[] shape)
    {
        bool countsOwn = settings.Integer("count_include_pad", 0) == 1;
        bool isPadded = padding is not null;
        bool countsPadding = countsOwn || isPadded;
        LayerWindow own = settings.Window(kernel: null, shape[1], shape[2]);
        LayerWindow unpadded = own with { PadTop = 0, PadLeft = 0, PadBottom = 0, PadRight = 0 };
        LayerWindow counted = padding?.Around(unpadded, kind == "MaxPool" ? float.NegativeInfinity : 0f) ?? unpadded;
        LayerWindow window = own with
        {
            PadTop = own.PadTop + counted.PadTop,
            PadLeft = own.PadLeft + counted.PadLeft,
            PadBottom = own.PadBottom + counted.PadBottom,
            PadRight = own.PadRight + counted.PadRight,
        };
        bool ceil = settings.Integer("ceil_mode", 0) == 1;
        int[] outputs = WindowCounts.Of(node, window, ceil, shape);
        if (kind == "AveragePool" && isPadded && !countsOwn && own != unpadded)
        {
            // The zeros of the preceding node count and those of the pooling do not: the latter are the overhang of ceil mode.
            bool isBelowAndRight = own is { PadTop: 0, PadLeft: 0 };
            if (ceil || !isBelowAndRight || !WindowCounts.Of(node, counted, ceil: true, shape).SequenceEqual(outputs))
            {
                throw NodeError.Of(node, "expected padding that counts either in all averages or in none, found both");
            }

            return (counted, true, true);
        }

        // The overhang of ceil mode may be written as additional padding.
        LayerWindow even = window with { PadBottom = window.PadTop, PadRight = window.PadLeft };
        bool isLonger = window.PadBottom >= window.PadTop && window.PadRight >= window.PadLeft && even != window;
        bool countsWhatHangsOver = kind == "AveragePool" && countsPadding;
        if (!ceil && isLonger && !countsWhatHangsOver && WindowCounts.Of(node, even, ceil: true, shape).SequenceEqual(outputs))
        {
            return (even, true, countsPadding);
        }

        return (window, ceil, countsPadding);
    }

    // MaxPool has one dilation for both directions, the other poolings none. In a window of one row or column the dilation has no effect.
    private static LayerWindow WithOneDilation(NodeProto node, LayerWindow window, string kind)
    {
        int y = window.Height > 1 ? window.DilationY : window.Width > 1 ? window.DilationX : 1;
        int x = window.Width > 1 ? window.DilationX : y;
        if (y != x || (kind != "MaxPool" && y != 1))
        {
            string expected = kind == "MaxPool" ? "one dilation for rows and columns" : "a window without dilation";
            throw NodeError.Of(node, $"expected {expected}, found dilations [{window.DilationY}, {window.DilationX}]");
        }

        return window with { DilationY = y, DilationX = y };
    }

    private static void CheckPadding(NodeProto node, LayerWindow window)
    {
        bool fits = Math.Max(window.PadTop, window.PadBottom) <= window.Height / 2
            && Math.Max(window.PadLeft, window.PadRight) <= window.Width / 2;
        if (!fits)
        {
            throw NodeError.Of(
                node,
                $"expected padding of at most half of the {window.Height}x{window.Width} window, found "
                + $"[{window.PadTop}, {window.PadLeft}, {window.PadBottom}, {window.PadRight}] at the top, left, bottom and right");
        }
    }

    /// <summary>Rejects windows that contain no pixel, because the image falls between two of their rows or columns.</summary>
    private static void CheckGaps(NodeProto node, LayerWindow window, int[] outputs, int[] shape)
    {
        bool meet = Meet(shape[1], outputs[0], window.PadTop, window.Height, window.StrideY, window.DilationY)
            && Meet(shape[2], outputs[1], window.PadLeft, window.Width, window.StrideX, window.DilationX);
        if (!meet)
        {
            throw NodeError.Of(
                node, $"expected windows that all contain a pixel of the {shape[1]}x{shape[2]} image, found a dilation of {window.DilationY}");
        }
    }

    private static bool Meet(int size, int windows, int before, int taps, int stride, int dilation)
    {
        for (int window = 0; window < windows; window++)
        {
            int first = window * stride - before;
            int skipped = first >= 0 ? 0 : (-first + dilation - 1) / dilation;
            if (skipped >= taps || first + skipped * dilation >= size)
            {
                return false;
            }
        }

        return true;
    }
}
