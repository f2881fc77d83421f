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

    /// <summary>For functions with kinks, the distance of the values from them, where the derivative jumps.</summary>
    public override double Margin(double[] x) => Kinks
        .SelectMany(kink => x.Where(value => value != kink).Select(value => Math.Abs(value - kink)))
        .DefaultIfEmpty(double.PositiveInfinity).Min() / x.Max(Math.Abs);

    private double[] Kinks => spec.Function switch
    {
        Activation.ReLU or Activation.LeakyReLU => [0],
        Activation.ReLU6 => [0, 6],
        Activation.Clip => [(float)spec.Min, (float)spec.Max],
        Activation.HardSigmoid or Activation.HardSwish => [-3, 3],
        _ => [],
    };

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
        Activation.ReLU6 => Math.Min(Math.Max(x, 0), 6),
        Activation.Clip => Math.Min(Math.Max(x, (float)spec.Min), (float)spec.Max),
        Activation.HardSigmoid => Math.Min(Math.Max(x + 3, 0), 6) / 6,
        Activation.HardSwish => x * (Math.Min(Math.Max(x + 3, 0), 6) / 6),
        Activation.Mish => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
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
        Activation.ReLU6 => x is <= 0 or >= 6 ? 0 : dy,
        Activation.Clip => x <= (float)spec.Min || x >= (float)spec.Max ? 0 : dy,
        Activation.HardSigmoid => x is > -3 and < 3 ? dy / 6 : 0,
        Activation.HardSwish => x <= -3 ? 0 : x >= 3 ? dy : dy * (x / 3 + 0.5),
        Activation.Mish => dy * MishSlope(x, Math.Tanh(Math.Log(1 + Math.Exp(x)))),
        _ => throw new ArgumentOutOfRangeException(nameof(x), spec, "An activation without a definition."),
    };

    private static double MishSlope(double x, double tanh) => tanh + x / (1 + Math.Exp(-x)) * (1 - tanh * tanh);
}
