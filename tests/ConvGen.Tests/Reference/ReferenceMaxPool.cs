namespace ConvGen.Tests.Reference;

/// <summary>
/// y[c, i, j] = the largest x under the window; of several, the first in row-major order; NaN is larger than everything.
/// </summary>
internal sealed class ReferenceMaxPool(MaxPoolSpec spec, ImageShape input) : ReferencePool(spec, input, spec.Dilation)
{
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

    /// <summary>Whether two pixels under one window equal its maximum.</summary>
    public bool HasTie(double[] x) => Enumerable.Range(0, Output.Length).Any(output =>
    {
        double winner = x[Winner(output, x)];
        return PixelsUnder(output).Count(pixel => x[pixel] == winner) > 1;
    });

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
}
