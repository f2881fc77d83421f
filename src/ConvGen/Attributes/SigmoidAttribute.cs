namespace ConvGen;

/// <summary>Applies the logistic function <c>1 / (1 + exp(-x))</c> element-wise: PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.Sigmoid.html">Sigmoid</see>.</summary>
/// <remarks>Keeps the shape and has no parameters. The derivative is <c>s * (1 - s)</c>, where s is the output.</remarks>
/// <example>
/// <code>
/// [Dense(30), Sigmoid]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SigmoidAttribute : LayerAttribute;
