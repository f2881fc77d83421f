namespace ConvGen.Tests.Behaviour;

[Network(3)]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class SoftmaxNet;

[Network(3)]
[Dense(3), SigmoidCrossEntropy]
public sealed partial class SigmoidNet;

/// <summary>exp(10,000) is infinite, but the losses must be finite.</summary>
public sealed class LargeLogitTests
{
    private const float Huge = 1e4f;

    private static readonly float[] Identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];

    [Fact]
    public void Softmax_stays_finite()
    {
        SoftmaxNet network = new();
        network.Parameters["Dense1.weight"].CopyFrom(Identity);
        float[] outputs = new float[3];
        Gradients gradients = network.CreateGradients();

        network.Predict([Huge, 0, -Huge], outputs);

        Assert.Equal([1, 0, 0], outputs);
        Assert.Equal(0, network.Backpropagate([Huge, 0, -Huge], [0], gradients));
        Assert.Equal([0, 0, 0], InputGradient(gradients));
        Assert.Equal(2 * Huge, network.Backpropagate([Huge, 0, -Huge], [2], gradients));
        Assert.Equal([1, 0, -1], InputGradient(gradients));
    }

    /// <summary>Even if exp, the sum of two logits and their difference exceed the largest float.</summary>
    [Fact]
    public void Softmax_stays_finite_for_the_largest_floats()
    {
        const float Largest = 3e38f;
        SoftmaxNet network = new();
        network.Parameters["Dense1.weight"].CopyFrom(Identity);
        float[] outputs = new float[3];
        Gradients gradients = network.CreateGradients();

        network.Predict([Largest, 0, -Largest], outputs);
        Assert.Equal([1, 0, 0], outputs);
        network.Predict([Largest, Largest, -Largest], outputs);
        Assert.Equal([0.5f, 0.5f, 0], outputs);

        Assert.Equal(0, network.Backpropagate([Largest, 0, -Largest], [0], gradients));
        Assert.Equal([0, 0, 0], InputGradient(gradients));
        Assert.Equal(Largest, network.Backpropagate([Largest, 0, -Largest], [1], gradients));
        Assert.Equal([1, -1, 0], InputGradient(gradients));
        Assert.Equal(MathF.Log(2), network.Backpropagate([Largest, Largest, -Largest], [1], gradients), tolerance: 1e-6f);
        Assert.Equal([0.5f, -0.5f, 0], InputGradient(gradients));

        // The sum over samples exceeds the range of float, but their mean does not.
        Assert.Equal(Largest, network.Backpropagate([Largest, 0, 0, Largest, 0, 0, Largest, 0, 0], [1, 1, 1], gradients));
    }

    [Fact]
    public void Sigmoid_stays_finite()
    {
        SigmoidNet network = new();
        network.Parameters["Dense1.weight"].CopyFrom(Identity);
        float[] outputs = new float[3];
        Gradients gradients = network.CreateGradients();

        network.Predict([Huge, 0, -Huge], outputs);

        Assert.Equal([1, 0.5f, 0], outputs);
        Assert.Equal(2 * Huge / 3, network.Backpropagate([Huge, Huge, -Huge], [0f, 1, 1], gradients), tolerance: 0.001f);
        Assert.Equal([1f / 3, 0, -1f / 3], InputGradient(gradients));
    }

    private static float[] InputGradient(Gradients gradients)
    {
        float[] values = new float[gradients.Input.Length];
        gradients.Input.CopyTo(values);
        return values;
    }
}
