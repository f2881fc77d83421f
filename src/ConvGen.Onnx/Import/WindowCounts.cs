using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Computes the number of windows in an image.</summary>
internal static class WindowCounts
{
    /// <summary>Returns the rows and columns of the output.</summary>
    /// <exception cref="OnnxImportException">The window is larger than the padded image.</exception>
    public static int[] Of(NodeProto node, LayerWindow window, bool ceil, int[] shape)
    {
        int rows = Count(shape[1], window.PadTop, window.PadBottom, window.Height, window.DilationY, window.StrideY, ceil);
        int columns = Count(shape[2], window.PadLeft, window.PadRight, window.Width, window.DilationX, window.StrideX, ceil);
        return rows > 0 && columns > 0
            ? [rows, columns]
            : throw NodeError.Of(node, $"expected images that are as large as the kernel, found {shape[1]}x{shape[2]}");
    }

    private static int Count(int size, int before, int after, int kernel, int dilation, int stride, bool ceil)
    {
        long room = size + before + after - (long)dilation * (kernel - 1) - 1;
        if (room < 0)
        {
            return 0;
        }

        int count = (int)((room + (ceil ? stride - 1 : 0)) / stride) + 1;

        // As in PyTorch, the last window begins inside the image or the padding before it.
        return ceil && (count - 1L) * stride >= size + before ? count - 1 : count;
    }
}
