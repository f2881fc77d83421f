namespace ConvGen.Tests.Reference;

/// <summary>y[c, i, j] = sqrt(sum of x^2 under the window); where y is zero the gradient is zero too.</summary>
internal sealed class ReferenceL2Pool(L2PoolSpec spec, ImageShape input) : ReferencePool(spec, input)
{
    public override void Forward(double[] x, double[] y)
    {
        for (int output = 0; output < Output.Length; output++)
        {
            y[output] = Math.Sqrt(PixelsUnder(output).Sum(pixel => x[pixel] * x[pixel]));
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        Array.Clear(dx);
        for (int output = 0; output < Output.Length; output++)
        {
            foreach (int pixel in PixelsUnder(output).Where(_ => y[output] != 0))
            {
                dx[pixel] += x[pixel] / y[output] * dy[output];
            }
        }
    }
}
