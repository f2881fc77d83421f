namespace ConvGen;

/// <summary>A fully connected layer: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Linear.html">Linear</see>.</summary>
/// <remarks>
/// <para><c>output[u] = bias[u] + sum over i of weight[u][i] * input[i]</c>.</para>
/// <para>
/// Shapes: any input of n values becomes a vector of <c>units</c> values; after a convolution the n inputs count in
/// <c>[channel][row][column]</c> order, as after PyTorch's <c>Flatten</c>. Parameters: <c>weight [units, n]</c> and
/// <c>bias [units]</c>.
/// </para>
/// </remarks>
/// <example>
/// The classic network of 784, 30 and 10 neurons:
/// <code>
/// [Network(784)]
/// [Dense(30), Sigmoid]
/// [Dense(10), SoftmaxCrossEntropy]
/// public sealed partial class ClassicNet;
/// </code>
/// </example>
/// <param name="units">Values of the output, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DenseAttribute(int units) : LayerAttribute
{
    /// <summary>Values of the output.</summary>
    public int Units { get; } = units;

    /// <summary>Whether every unit adds a bias. Default: true.</summary>
    public bool Bias { get; set; } = true;
}
