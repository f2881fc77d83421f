namespace ConvGen;

/// <summary>Normalizes each channel of each sample over its pixels: <c>y = (x - mean) / sqrt(variance + epsilon)</c>; with
/// <see cref="Affine"/>, then scales and shifts it: <c>y * weight + bias</c>. PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html">InstanceNorm2d</see>. (Ulyanov, Vedaldi and Lempitsky,
/// <see href="https://arxiv.org/abs/1607.08022">Instance Normalization</see>, 2016.)</summary>
/// <remarks>
/// <para>
/// Keeps the shape. The input is an image of at least two pixels: a single pixel is its own mean. Parameters with <see cref="Affine"/>:
/// <c>weight [channels]</c>, which starts at 1, and <c>bias [channels]</c>, which starts at 0; otherwise none.
/// </para>
/// <para>
/// The mean and the variance belong to one sample, so that training and prediction compute the same, whatever the mini-batch, and there are
/// no running statistics. The variance is divided by the number of pixels n, not by n - 1. A bias before the layer has no effect: declare
/// the layer before it with <c>Bias = false</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Conv(20, 5, Bias = false), InstanceNorm(Affine = true), ReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InstanceNormAttribute : LayerAttribute
{
    /// <summary>Whether each channel is scaled and shifted by learned numbers. Default: false, as in PyTorch.</summary>
    public bool Affine { get; set; }

    /// <summary>The number that is added to the variance: above 0, and finite, as a float. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;
}
