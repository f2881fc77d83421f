namespace ConvGen;

/// <summary>Applies <c>x * tanh(ln(1 + exp(x)))</c> element-wise: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Mish.html">Mish</see>, from
/// <see href="https://arxiv.org/abs/1908.08681">Mish: A Self Regularized Non-Monotonic Activation Function</see>.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is <c>t + x * s * (1 - t * t)</c>, where t is <c>tanh(ln(1 + exp(x)))</c>
/// and s is the sigmoid of x. For minus infinity the result is NaN, as in PyTorch.</remarks>
/// <example>
/// <code>
/// [Dense(100), Mish]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MishAttribute : LayerAttribute;
