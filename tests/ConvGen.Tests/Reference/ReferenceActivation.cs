namespace ConvGen.Tests.Reference;

/// <summary>y[i] = f(x[i]).</summary>
internal sealed class ReferenceActivation(ActivationSpec spec, ImageShape shape) : ReferenceLayer(shape, shape)
{
    public ReferenceActivation(Activation function, ImageShape shape)
        : this(new ActivationSpec(function), shape)
    {
    }

    public override void Forward(double[] x, double[] y)
    {
        for (int index = 0; index < x.Length; index++)
        {
            y[index] = Value(x[index]);
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        for (int index = 0; index < x.Length; index++)
        {
            dx[index] = Gradient(x[index], y[index], dy[index]);
        }
    }

    /// <summary>For functions with a kink at 0, the distance of the values from 0, where the derivative jumps.</summary>
    public override double Margin(double[] x) => spec.Function is Activation.ReLU or Activation.LeakyReLU
        ? x.Where(value => value != 0).Select(Math.Abs).DefaultIfEmpty(double.PositiveInfinity).Min() / x.Max(Math.Abs)
        : double.PositiveInfinity;

    private double Value(double x) => spec.Function switch
    {
        Activation.Sigmoid => 1 / (1 + Math.Exp(-x)),
        Activation.Tanh => Math.Tanh(x),
        Activation.ReLU => x <= 0 ? 0 : x,
        Activation.LeakyReLU => x > 0 ? x : x * (float)spec.Slope,
        Activation.ELU => x > 0 ? x : Math.Exp(x) - 1,
        Activation.SiLU => x / (1 + Math.Exp(-x)),
        Activation.GELU => x * Gaussian.Below(x),
        Activation.Softplus => Math.Log(1 + Math.Exp(x)),
        _ => throw new ArgumentOutOfRangeException(nameof(x), spec, "An activation without a definition."),
    };

    private double Gradient(double x, double y, double dy) => spec.Function switch
    {
        Activation.Sigmoid => dy * y * (1 - y),
        Activation.Tanh => dy * (1 - y * y),
        Activation.ReLU => x <= 0 ? 0 : dy,
        Activation.LeakyReLU => x > 0 ? dy : dy * (float)spec.Slope,
        Activation.ELU => x > 0 ? dy : dy * (y + 1),
        Activation.SiLU => dy / (1 + Math.Exp(-x)) * (1 + x / (1 + Math.Exp(x))),
        Activation.GELU => dy * (Gaussian.Below(x) + x * Gaussian.Density(x)),
        Activation.Softplus => dy / (1 + Math.Exp(-x)),
        _ => throw new ArgumentOutOfRangeException(nameof(x), spec, "An activation without a definition."),
    };
}
