namespace ConvGen;

/// <summary>Normalizes each sample over all its values, then scales and shifts each value:
/// <c>y = (x - mean) / sqrt(variance + epsilon) * weight + bias</c>. PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html">LayerNorm</see> over the whole shape of a sample:
/// <c>LayerNorm(length)</c> over vectors and <c>LayerNorm([channels, height, width])</c> over images. (Ba, Kiros and Hinton,
/// <see href="https://arxiv.org/abs/1607.06450">Layer Normalization</see>, 2016.)</summary>
/// <remarks>
/// <para>
/// Keeps the shape. Parameters: <c>weight</c>, which starts at 1, and <c>bias</c>, which starts at 0. Both have the shape of a sample:
/// <c>[length]</c>, or <c>[channels, height, width]</c>.
/// </para>
/// <para>
/// The mean and the variance belong to one sample, so that training and prediction compute the same, whatever the mini-batch. The variance
/// is divided by the number of values n, not by n - 1. A normalization of the channels of each pixel alone, or with a weight for each
/// channel of an image, is another layer, which does not exist.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Dense(64), LayerNorm, GELU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>The number that is added to the variance: above 0, and finite, as a float. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;
}
