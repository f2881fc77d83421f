namespace ConvGen.Tests.Reference;

/// <summary>A rectifier with a learned slope for each channel, as PyTorch's <c>PReLU</c>.</summary>
internal sealed record PReLUSpec : OwnLayerSpec
{
    public override string Kind => "PReLU";

    public override string Attribute => Kind;

    public override ReferenceLayer CreateReference(string name, ImageShape input) => new ReferencePReLU(name, input);
}

/// <summary>y[c, i, j] = x[c, i, j] where that is above 0, else slope[c] * x[c, i, j].</summary>
internal sealed class ReferencePReLU : ReferenceLayer
{
    private readonly ReferenceParameter _slopes;

    public ReferencePReLU(string name, ImageShape shape)
        : base(shape, shape)
    {
        _slopes = new($"{name}.weight", fanIn: 1, shape.Channels);
        Parameters = [_slopes];
    }

    public override IReadOnlyList<ReferenceParameter> Parameters { get; }

    private int Pixels => Input.Height * Input.Width;

    public override void Forward(double[] x, double[] y)
    {
        for (int index = 0; index < x.Length; index++)
        {
            y[index] = x[index] > 0 ? x[index] : _slopes.Values[index / Pixels] * x[index];
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        for (int index = 0; index < x.Length; index++)
        {
            int channel = index / Pixels;
            dx[index] = x[index] > 0 ? dy[index] : _slopes.Values[channel] * dy[index];
            _slopes.Gradient[channel] += x[index] > 0 ? 0 : x[index] * dy[index];
        }
    }

    /// <summary>The distance of the values from 0, where the derivative jumps.</summary>
    public override double Margin(double[] x) =>
        x.Where(value => value != 0).Select(Math.Abs).DefaultIfEmpty(double.PositiveInfinity).Min() / x.Max(Math.Abs);
}
