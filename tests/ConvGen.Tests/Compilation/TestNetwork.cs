using ConvGen.Onnx;

namespace ConvGen.Tests.Compilation;

/// <summary>The operations of tests on a network whose class is only known by name.</summary>
internal interface ITestNetwork
{
    int InputLength { get; }

    int OutputLength { get; }

    int ParameterCount { get; }

    ParameterSet Parameters { get; }

    Gradients CreateGradients();

    /// <summary>Exports the network as an ONNX model.</summary>
    byte[] ToOnnx();

    /// <summary>Loads the weights of a safetensors file.</summary>
    void FromBytes(byte[] weights);

    void Predict(ReadOnlySpan<float> inputs, Span<float> outputs);

    ActivationTrace Trace(ReadOnlySpan<float> input);

    float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Gradients gradients);

    float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Gradients gradients);

    /// <summary>Runs steps of a new trainer, all with the same samples.</summary>
    void Train(Optimizer optimizer, TrainerOptions options, int steps, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    /// <summary>Runs one step of a new trainer.</summary>
    void Train(Optimizer optimizer, TrainerOptions options, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets);

    /// <summary>Runs a step of a new trainer for each batch; returns the losses.</summary>
    float[] Train(Optimizer optimizer, TrainerOptions options, IEnumerable<(float[] Inputs, int[] Labels)> batches);
}

/// <summary>Implements <see cref="ITestNetwork"/> with a generated class.</summary>
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

    public void Train(Optimizer optimizer, TrainerOptions options, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        using Trainer<T> trainer = new(_network, optimizer, options);
        trainer.Step(inputs, targets);
    }

    public float[] Train(Optimizer optimizer, TrainerOptions options, IEnumerable<(float[] Inputs, int[] Labels)> batches)
    {
        using Trainer<T> trainer = new(_network, optimizer, options);
        return [.. batches.Select(batch => trainer.Step(batch.Inputs, batch.Labels))];
    }
}
