using ConvGen.Onnx;

namespace ConvGen.Tests.Compilation;

/// <summary>What the tests do with a network whose class they know only by name.</summary>
internal interface ITestNetwork
{
    int InputLength { get; }

    int OutputLength { get; }

    int ParameterCount { get; }

    ParameterSet Parameters { get; }

    Gradients CreateGradients();

    /// <summary>As an ONNX model.</summary>
    byte[] ToOnnx();

    /// <summary>Takes the weights of a safetensors file.</summary>
    void FromBytes(byte[] weights);

    void Predict(ReadOnlySpan<float> inputs, Span<float> outputs);

    ActivationTrace Trace(ReadOnlySpan<float> input);

    float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Gradients gradients);

    float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Gradients gradients);

    /// <summary>Steps of a new trainer, each over the same samples.</summary>
    void Train(Optimizer optimizer, TrainerOptions options, int steps, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>A step of a new trainer over each batch; returns their losses.</summary>
    float[] Train(Optimizer optimizer, TrainerOptions options, IEnumerable<(float[] Inputs, int[] Labels)> batches);
}

/// <summary>Leads from <see cref="ITestNetwork"/> to a generated class.</summary>
internal sealed class TestNetwork<T>(int seed) : ITestNetwork
    where T : class, INetwork<T>
{
    private readonly T _network = T.Create(seed);

    public int InputLength => T.InputLength;

    public int OutputLength => T.OutputLength;

    public int ParameterCount => T.ParameterCount;

    public ParameterSet Parameters => _network.Parameters;

    public Gradients CreateGradients() => _network.CreateGradients();

    public byte[] ToOnnx() => _network.ToOnnx();

    public void FromBytes(byte[] weights) => _network.FromBytes(weights);

    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs) => _network.Predict(inputs, outputs);

    public ActivationTrace Trace(ReadOnlySpan<float> input) => _network.Trace(input);

    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Gradients gradients) =>
        _network.Backpropagate(inputs, targets, gradients);

    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Gradients gradients) =>
        _network.Backpropagate(inputs, labels, gradients);

    public void Train(
        Optimizer optimizer, TrainerOptions options, int steps, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        using Trainer<T> trainer = new(_network, optimizer, options);
        for (int step = 0; step < steps; step++)
        {
            trainer.Step(inputs, labels);
        }
    }

    public float[] Train(Optimizer optimizer, TrainerOptions options, IEnumerable<(float[] Inputs, int[] Labels)> batches)
    {
        using Trainer<T> trainer = new(_network, optimizer, options);
        return [.. batches.Select(batch => trainer.Step(batch.Inputs, batch.Labels))];
    }
}
