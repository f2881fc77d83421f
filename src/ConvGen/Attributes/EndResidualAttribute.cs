namespace ConvGen;

/// <summary>Ends a residual block: adds the value at <see cref="ResidualAttribute">Residual</see>, or the output of the
/// <see cref="ShortcutAttribute">Shortcut</see>, to the output of the block's layers. Both must have the same shape.</summary>
/// <remarks>It is a layer of the kind <c>Add</c> and is called <c>Add1</c>, <c>Add2</c>, … in order. Keeps the shape and has no
/// parameters.</remarks>
/// <example>
/// <code>
/// [Residual, Conv(16, 3, Same = true), ReLU, Conv(16, 3, Same = true), EndResidual, ReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EndResidualAttribute : LayerAttribute;
