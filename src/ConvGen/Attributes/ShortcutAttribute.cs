namespace ConvGen;

/// <summary>Begins the shortcut of a residual block: the layers up to <see cref="EndResidualAttribute">EndResidual</see> start again from
/// the value at <see cref="ResidualAttribute">Residual</see>, and their output is added instead of that value.</summary>
/// <remarks>Needed if the block changes the shape. Usually a 1x1 convolution with the stride of the block.</remarks>
/// <example>
/// <code>
/// [Residual, Conv(32, 3, Stride = 2, Pad = 1), ReLU, Conv(32, 3, Same = true)]
/// [Shortcut, Conv(32, 1, Stride = 2), EndResidual, ReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ShortcutAttribute : Attribute;
