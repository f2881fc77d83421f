namespace ConvGen;

/// <summary>Begins a residual block (He and others, <see href="https://arxiv.org/abs/1512.03385">Deep Residual Learning for Image
/// Recognition</see>, 2015). <see cref="EndResidualAttribute">EndResidual</see> adds the value at this place to the output of the layers in
/// between.</summary>
/// <remarks>Brackets can be nested.</remarks>
/// <example>
/// <code>
/// [Residual, Conv(16, 3, Same = true), ReLU, Conv(16, 3, Same = true), EndResidual, ReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ResidualAttribute : Attribute;
