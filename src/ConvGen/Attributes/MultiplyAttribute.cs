namespace ConvGen;

/// <summary>Multiplies the output of the layer before by that of an earlier layer, element by element. Both have the same shape, or one is
/// an image and the other has one value for each of its channels, which multiplies the whole channel.</summary>
/// <remarks>Has the shape of the image and no parameters. PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.mul.html">mul</see>.</remarks>
/// <example>
/// Squeeze and excitation (Hu and others, <see href="https://arxiv.org/abs/1709.01507">2017</see>): a factor for each channel.
/// <code>
/// [Conv(16, 3, Same = true), ReLU(Name = "Stem")]
/// [GlobalAveragePool, Dense(4), ReLU, Dense(16), Sigmoid]
/// [Multiply("Stem")]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MultiplyAttribute : LayerAttribute
{
    /// <summary>Multiplies by a value.</summary>
    /// <param name="name">The name of an earlier layer, given or automatic, or <c>Input</c> for the input of the network.</param>
    public MultiplyAttribute(string name) => Layer = name;

    /// <summary>The name of the layer whose output is the factor.</summary>
    public string Layer { get; }
}
