using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>The attributes of a node, with the format's defaults.</summary>
internal sealed class NodeSettings(NodeProto node)
{
    public long Integer(string name, long fallback) => Find(name)?.I ?? fallback;

    public float Float(string name, float fallback) => Find(name)?.F ?? fallback;

    public string Text(string name, string fallback) => Find(name)?.S.ToStringUtf8() ?? fallback;

    /// <summary>Returns an attribute of integers; null if the node does not have it.</summary>
    public long[]? Integers(string name) => Find(name)?.Ints.ToArray();

    /// <summary>Returns an attribute of two integers: rows and columns.</summary>
    /// <exception cref="OnnxImportException">The attribute does not have exactly two values, or one is out of range.</exception>
    public (int Y, int X) Pair(string name, (int Y, int X) fallback) => Find(name) is not { } found ? fallback
        : found.Ints is [var y, var x] ? (InRange(name, y), InRange(name, x))
        : throw NodeError.Of(node, $"expected {name} for rows and columns, found [{string.Join(", ", found.Ints)}]");

    /// <summary>Returns the window of a convolution or a pooling.</summary>
    /// <param name="kernel">The size of the kernel if no attribute gives it.</param>
    /// <param name="height">Rows of the images.</param>
    /// <param name="width">Columns of the images.</param>
    public LayerWindow Window((int Y, int X)? kernel, int height, int width)
    {
        (int Y, int X) size = Pair("kernel_shape", kernel ?? (0, 0));
        (int Y, int X) stride = Pair("strides", (1, 1)), dilation = Pair("dilations", (1, 1));
        if (size.Y < 1 || size.X < 1 || stride.Y < 1 || stride.X < 1 || dilation.Y < 1 || dilation.X < 1)
        {
            throw NodeError.Of(node, $"expected a kernel, strides and dilations of at least 1, found {size}, {stride}, {dilation}");
        }

        int[] pads = Pads();
        ((pads[0], pads[2]), (pads[1], pads[3])) = Text("auto_pad", "NOTSET") switch
        {
            "NOTSET" => ((pads[0], pads[2]), (pads[1], pads[3])),
            "VALID" => ((0, 0), (0, 0)),
            "SAME_UPPER" => (Same(height, size.Y, stride.Y, dilation.Y), Same(width, size.X, stride.X, dilation.X)),
            "SAME_LOWER" =>
                (Swap(Same(height, size.Y, stride.Y, dilation.Y)), Swap(Same(width, size.X, stride.X, dilation.X))),
            var other => throw NodeError.Of(node, $"expected an auto_pad that ONNX defines, found {other}"),
        };
        return new LayerWindow(size.Y, size.X)
        {
            StrideY = stride.Y,
            StrideX = stride.X,
            DilationY = dilation.Y,
            DilationX = dilation.X,
            PadTop = pads[0],
            PadLeft = pads[1],
            PadBottom = pads[2],
            PadRight = pads[3],
        };
    }

    private (int First, int Second) Same(int size, int kernel, int stride, int dilation)
    {
        long total = Math.Max(((size - 1) / stride * stride) + (long)dilation * (kernel - 1) + 1 - size, 0);
        return total <= ushort.MaxValue
            ? ((int)(total / 2), (int)(total - total / 2))
            : throw NodeError.Of(node, $"expected padding of at most {ushort.MaxValue}, found {total}");
    }

    private static (int First, int Second) Swap((int First, int Second) pads) => (pads.Second, pads.First);

    private int[] Pads() => Find("pads") is not { } found ? [0, 0, 0, 0]
        : found.Ints.Count == 4 ? [.. found.Ints.Select(pad => InRange("pads", pad))]
        : throw NodeError.Of(node, $"expected pads for rows and columns, found [{string.Join(", ", found.Ints)}]");

    private int InRange(string name, long value) => value is >= 0 and <= ushort.MaxValue
        ? (int)value
        : throw NodeError.Of(node, $"expected {name} of 0 to {ushort.MaxValue}, found {value}");

    private AttributeProto? Find(string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
}
