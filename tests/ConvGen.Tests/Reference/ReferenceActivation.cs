namespace ConvGen.Tests.Reference;

/// <summary>y[i] = f(x[i]).</summary>
internal sealed class ReferenceActivation(Activation function, ImageShape shape) : ReferenceLayer(shape, shape)
{
    public override void Forward(double[] x, double[] y)
    {
        for (int index = 0; index < x.Length; index++)
        {
            y[index] = function switch
            {
                Activation.Sigmoid => 1 / (1 + Math.Exp(-x[index])),
                Activation.Tanh => Math.Tanh(x[index]),
                Activation.ReLU => x[index] <= 0 ? 0 : x[index],
                _ => throw new ArgumentOutOfRangeException(nameof(x), function, "An activation without a definition."),
            };
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        for (int index = 0; index < x.Length; index++)
        {
            dx[index] = function switch
            {
                Activation.Sigmoid => dy[index] * y[index] * (1 - y[index]),
                Activation.Tanh => dy[index] * (1 - y[index] * y[index]),
                Activation.ReLU => x[index] <= 0 ? 0 : dy[index],
                _ => throw new ArgumentOutOfRangeException(nameof(x), function, "An activation without a definition."),
            };
        }
    }

    public override double Margin(double[] x) => function == Activation.ReLU
        ? x.Where(value => value != 0).Select(Math.Abs).DefaultIfEmpty(double.PositiveInfinity).Min() / x.Max(Math.Abs)
        : double.PositiveInfinity;
}
