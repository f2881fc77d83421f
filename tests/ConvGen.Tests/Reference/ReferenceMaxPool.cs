namespace ConvGen.Tests.Reference;

/// <summary>
/// y[c, i, j] = the largest x under the window; of several, the first in row-major order; NaN beats everything.
/// </summary>
internal sealed class ReferenceMaxPool : ReferenceLayer
{
    private readonly WindowAxis rows;
    private readonly WindowAxis columns;

    public ReferenceMaxPool(MaxPoolSpec spec, ImageShape input)
        : this(input, RowsOf(spec, input), ColumnsOf(spec, input))
    {
    }

    private ReferenceMaxPool(ImageShape input, WindowAxis rows, WindowAxis columns)
        : base(input, new(input.Channels, rows.Output, columns.Output))
    {
        this.rows = rows;
        this.columns = columns;
    }

    public override void Forward(double[] x, double[] y)
    {
        for (int output = 0; output < Output.Length; output++)
        {
            y[output] = x[Winner(output, x)];
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        Array.Clear(dx);
        for (int output = 0; output < Output.Length; output++)
        {
            dx[Winner(output, x)] += dy[output];
        }
    }

    public override double Margin(double[] x)
    {
        double margin = double.PositiveInfinity;
        for (int output = 0; output < Output.Length; output++)
        {
            double winner = x[Winner(output, x)];
            foreach (int index in PixelsUnder(output))
            {
                if (x[index] != winner)
                {
                    margin = Math.Min(margin, winner - x[index]);
                }
            }
        }

        return margin / x.Max(Math.Abs);
    }

    private int Winner(int output, double[] x)
    {
        int winner = -1;
        foreach (int index in PixelsUnder(output))
        {
            if (winner < 0 || x[index] > x[winner] || double.IsNaN(x[index]))
            {
                winner = index;
            }
        }

        return winner;
    }

    /// <summary>The pixels of the image under one window, in row-major order; padding is none of them.</summary>
    private IEnumerable<int> PixelsUnder(int output)
    {
        int channel = output / (Output.Height * Output.Width);
        int row = output / Output.Width % Output.Height;
        int column = output % Output.Width;
        for (int tapY = 0; tapY < rows.Window; tapY++)
        {
            for (int tapX = 0; tapX < columns.Window; tapX++)
            {
                int pixelY = rows.PixelAt(row, tapY);
                int pixelX = columns.PixelAt(column, tapX);
                if (rows.Contains(pixelY) && columns.Contains(pixelX))
                {
                    yield return Input.IndexOf(channel, pixelY, pixelX);
                }
            }
        }
    }

    private static WindowAxis RowsOf(MaxPoolSpec spec, ImageShape input) =>
        Axis(spec.CeilMode, input.Height, spec.WindowHeight, spec.Stride.Y, spec.Pad.Top, spec.Pad.Bottom);

    private static WindowAxis ColumnsOf(MaxPoolSpec spec, ImageShape input) =>
        Axis(spec.CeilMode, input.Width, spec.WindowWidth, spec.Stride.X, spec.Pad.Left, spec.Pad.Right);

    private static WindowAxis Axis(bool ceilMode, int input, int window, int stride, int before, int after) => ceilMode
        ? WindowAxis.Ceiling(input, window, stride, before, after)
        : WindowAxis.Fitting(input, window, stride, before, after);
}
