namespace ConvGen.Tests.Reference;

/// <summary>
/// y[c, i, j] = (sum of x under the window) / n, where n is the number of pixels under the window, with or without padding.
/// </summary>
internal sealed class ReferenceAveragePool(AveragePoolSpec spec, ImageShape input) : ReferencePool(spec, input)
{
    public override void Forward(double[] x, double[] y)
    {
        for (int output = 0; output < Output.Length; output++)
        {
            y[output] = PixelsUnder(output).Sum(pixel => x[pixel]) / Divisor(output);
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        Array.Clear(dx);
        for (int output = 0; output < Output.Length; output++)
        {
            foreach (int pixel in PixelsUnder(output))
            {
                dx[pixel] += dy[output] / Divisor(output);
            }
        }
    }

    private int Divisor(int output)
    {
        (int row, int column) = WindowOf(output);
        return spec.CountPadding
            ? Rows.TapsInside(row, spec.Pad.Top, spec.Pad.Bottom) * Columns.TapsInside(column, spec.Pad.Left, spec.Pad.Right)
            : PixelsUnder(output).Count();
    }
}
