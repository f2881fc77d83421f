namespace ConvGen;

/// <summary>Normalizes each channel over the mini-batch, then scales and shifts it:
/// <c>y = (x - mean) / sqrt(variance + epsilon) * weight + bias</c>. PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html">BatchNorm2d</see> over images and
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html">BatchNorm1d</see> over vectors, of which every value is
/// a channel of its own. (Ioffe and Szegedy, <see href="https://arxiv.org/abs/1502.03167">Batch Normalization</see>, 2015.)</summary>
/// <remarks>
/// <para>
/// Keeps the shape. Parameters: <c>weight [channels]</c>, which starts at 1, and <c>bias [channels]</c>, which starts at 0. Beside them
/// are <c>running_mean [channels]</c>, which starts at 0, and <c>running_var [channels]</c>, which starts at 1: they are saved and loaded
/// with the weights, but have no gradient, and no optimizer changes them (<see cref="Parameter.IsTrainable"/>).
/// </para>
/// <para>
/// Training, and <c>Backpropagate</c>, use the mean and the variance over all samples and pixels of the mini-batch. Each training step also
/// moves the running statistics: <c>running = (1 - momentum) * running + momentum * batch</c>, where the variance of the mini-batch is
/// divided by n - 1 instead of n. A step that fails changes none, and <c>Backpropagate</c> never does. Prediction uses the running
/// statistics. After a convolution or a dense layer without activation it costs nothing there: the factors become part of the weights.
/// </para>
/// <para>
/// A mini-batch with one value for each channel has no variance. Over vectors, and images of one pixel, every mini-batch therefore
/// needs at least two samples. A bias before the layer has no effect: declare the layer before it with <c>Bias = false</c>.
/// </para>
/// <para>
/// Weight decay pulls the factors towards 0. <see cref="Optimizer.DecaysBiases"/> = false leaves them out together with the biases.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Conv(20, 5, Bias = false), BatchNorm, ReLU, MaxPool(2)]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BatchNormAttribute : LayerAttribute
{
    /// <summary>The share of a mini-batch in the running statistics, from 0 to 1. Default: 0.1.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>The number that is added to the variance: above 0, and finite, as a float. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;
}
