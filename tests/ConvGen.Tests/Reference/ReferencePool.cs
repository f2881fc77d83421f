namespace ConvGen.Tests.Reference;

/// <summary>A layer that reduces the pixels under each window to one value, channel by channel.</summary>
internal abstract class ReferencePool : ReferenceLayer
{
    protected ReferencePool(PoolSpec spec, ImageShape input, int dilation = 1)
        : this(input, RowsOf(spec, input, dilation), ColumnsOf(spec, input, dilation))
    {
    }

    private ReferencePool(ImageShape input, WindowAxis rows, WindowAxis columns)
        : base(input, new(input.Channels, rows.Output, columns.Output))
    {
        Rows = rows;
        Columns = columns;
    }

    protected WindowAxis Rows { get; }

    protected WindowAxis Columns { get; }

    /// <summary>The row and column of an output's window.</summary>
    protected (int Row, int Column) WindowOf(int output) => (output / Output.Width % Output.Height, output % Output.Width);

    /// <summary>The pixels of the image under one window in row-major order, without padding.</summary>
    protected IEnumerable<int> PixelsUnder(int output)
    {
        int channel = output / (Output.Height * Output.Width);
        (int row, int column) = WindowOf(output);
        for (int tapY = 0; tapY < Rows.Window; tapY++)
        {
            for (int tapX = 0; tapX < Columns.Window; tapX++)
            {
                int pixelY = Rows.PixelAt(row, tapY);
                int pixelX = Columns.PixelAt(column, tapX);
                if (Rows.Contains(pixelY) && Columns.Contains(pixelX))
                {
                    yield return Input.IndexOf(channel, pixelY, pixelX);
                }
            }
        }
    }

    private static WindowAxis RowsOf(PoolSpec spec, ImageShape input, int dilation) =>
        Axis(spec.CeilMode, input.Height, spec.WindowHeight, spec.Stride.Y, spec.Pad.Top, spec.Pad.Bottom, dilation);

    private static WindowAxis ColumnsOf(PoolSpec spec, ImageShape input, int dilation) =>
        Axis(spec.CeilMode, input.Width, spec.WindowWidth, spec.Stride.X, spec.Pad.Left, spec.Pad.Right, dilation);

    private static WindowAxis Axis(bool ceilMode, int input, int window, int stride, int before, int after, int dilation) =>
        ceilMode
            ? WindowAxis.Ceiling(input, window, stride, before, after, dilation)
            : WindowAxis.Fitting(input, window, stride, before, after, dilation);
}
