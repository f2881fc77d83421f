namespace ConvGen.Tests.Reference;

/// <summary>One layer, computed one sample at a time by the loops of its definition, in double precision.</summary>
internal abstract class ReferenceLayer(ImageShape input, ImageShape output)
{
    public ImageShape Input { get; } = input;

    public ImageShape Output { get; } = output;

    /// <summary>Weights, then bias; empty for most kinds.</summary>
    public virtual IReadOnlyList<ReferenceParameter> Parameters => [];

    public abstract void Forward(double[] x, double[] y);

    /// <summary>Writes d loss / d x and adds to the gradients of the parameters.</summary>
    public abstract void Backward(double[] x, double[] y, double[] dy, double[] dx);

    /// <summary>The distance of x from the nearest point where a comparison of this layer has another result (another
    /// maximum, the other side of a ReLU), relative to the largest value of x. Infinite for smooth layers. Exact ties do not matter,
    /// because every correct arithmetic has the same tie.</summary>
    public virtual double Margin(double[] x) => double.PositiveInfinity;
}

/// <summary>One tensor of weights or biases, in PyTorch's order.</summary>
internal sealed class ReferenceParameter(string name, int fanIn, params IReadOnlyList<int> shape)
{
    public string Name { get; } = name;

    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>The number of inputs that affect one output through this tensor.</summary>
    public int FanIn { get; } = fanIn;

    public double[] Values { get; } = new double[shape.Aggregate(1, (length, size) => length * size)];

    public double[] Gradient { get; } = new double[shape.Aggregate(1, (length, size) => length * size)];
}
