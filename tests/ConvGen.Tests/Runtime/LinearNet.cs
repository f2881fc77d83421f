using ConvGen.CompilerServices;

namespace ConvGen.Tests.Runtime;

/// <summary>A handwritten counterpart of a generated network, based on a <see cref="LinearProgram"/>: 5 inputs, 3 outputs, and softmax
/// unless another program is given.</summary>
internal sealed class LinearNet(NetworkProgram program, int seed = 0) : INetwork<LinearNet>
{
    public const int Inputs = 5, Units = 3;

    /// <summary>Enough for eight slices of 48 samples.</summary>
    private const int Uses = 100;

    public static readonly LinearProgram Softmax = new(Inputs, Units, LossKind.SoftmaxCrossEntropy, Uses);
    public static readonly LinearProgram Sigmoid = new(Inputs, Units, LossKind.SigmoidCrossEntropy, Uses);
    public static readonly LinearProgram Squares = new(Inputs, Units, LossKind.MeanSquaredError, Uses);
    public static readonly LinearProgram YesNo = new(Inputs, 1, LossKind.SigmoidCrossEntropy, Uses);
    public static readonly LinearProgram NoLoss = new(Inputs, Units, LossKind.None);

    private readonly NetworkCore _core = new(program, seed);

    public LinearNet(int seed = 0)
        : this(Softmax, seed)
    {
    }

    public static int InputLength => Inputs;

    public static int OutputLength => Units;

    public static int ParameterCount => Units * (Inputs + 1);

    public static NetworkSummary Summary => Softmax.Summary;

    public int VectorBits => Core.VectorBits;

    public ParameterSet Parameters => _core.Parameters;

    public NetworkCore Core => _core;

    public DenseLayer Dense1 => _core.Layer<DenseLayer>("Dense1");

    public static LinearNet Create(int seed) => new(seed);

    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs) => _core.Predict(inputs, outputs);

    public int Classify(ReadOnlySpan<float> input) => _core.Classify(input);

    public ActivationTrace Trace(ReadOnlySpan<float> input) => _core.Trace(input);

    public Gradients CreateGradients() => _core.CreateGradients();

    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Gradients gradients) =>
        _core.Backpropagate(inputs, labels, gradients);

    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Gradients gradients) =>
        _core.Backpropagate(inputs, targets, gradients);

    /// <summary>All parameters, in PyTorch's order.</summary>
    public float[] Snapshot() => [.. Parameters.SelectMany(Values)];

    public static float[] Values(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}
