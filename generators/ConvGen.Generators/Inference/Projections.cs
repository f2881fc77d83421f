namespace ConvGen.Generators.Inference;

/// <summary>Suggests a layer that changes one shape into another, for the shortcut of a residual block.</summary>
internal static class Projections
{
    /// <summary>The attribute: a dense layer, or a convolution with the smallest kernel that gives the shape; null if a single layer
    /// cannot.</summary>
    public static string? Find(Shape from, Shape to)
    {
        if (to.IsFlat)
        {
            return $"Dense({Numbers.Plain(to.Length)})";
        }

        if (from.IsFlat)
        {
            return null;
        }

        var rows = Step.Find(from.Height, to.Height);
        var columns = Step.Find(from.Width, to.Width);
        string kernel = rows.Kernel == columns.Kernel
            ? Numbers.Plain(rows.Kernel)
            : $"{Numbers.Plain(rows.Kernel)}, {Numbers.Plain(columns.Kernel)}";
        string stride = Setting("Stride", rows.Stride, columns.Stride, usual: 1);
        return $"Conv({Numbers.Plain(to.Channels)}, {kernel}{stride}{Pads(rows.Pad, columns.Pad)})";
    }

    private static string Setting(string name, int rows, int columns, int usual) =>
        rows != columns ? $", {name}Y = {Numbers.Plain(rows)}, {name}X = {Numbers.Plain(columns)}"
        : rows != usual ? $", {name} = {Numbers.Plain(rows)}"
        : "";

    private static string Pads(int rows, int columns) =>
        rows == columns ? Setting("Pad", rows, columns, usual: 0)
        : (rows > 0 ? $", PadTop = {Numbers.Plain(rows)}, PadBottom = {Numbers.Plain(rows)}" : "")
            + (columns > 0 ? $", PadLeft = {Numbers.Plain(columns)}, PadRight = {Numbers.Plain(columns)}" : "");

    /// <summary>The kernel, the stride, and the padding on each side that turn one number of rows or columns into another.</summary>
    private sealed record Step(int Kernel, int Stride, int Pad)
    {
        public static Step Find(int from, int to)
        {
            if (to > from)
            {
                int pad = (to - from + 1) / 2;
                return new Step(from + 2 * pad - to + 1, Stride: 1, pad);
            }

            // One tap, if a stride alone gives the size; otherwise the kernel that ends with the image.
            int stride = (from - 1) / to + 1;
            return Windows.Count(from, 1, stride) == to
                ? new Step(Kernel: 1, stride, Pad: 0)
                : new Step(from - (to - 1) * (from / to), from / to, Pad: 0);
        }
    }
}
