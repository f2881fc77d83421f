namespace ConvGen;

/// <summary>Makes the output of the layer before an output of the network. <c>Predict</c> writes all outputs one after the other, in
/// the order of their attributes; <c>Outputs</c> of the network lists their names, shapes and offsets.</summary>
/// <remarks>Without this attribute, the output of the last layer is the only output. A network with a loss has one output.</remarks>
/// <example>
/// <code>
/// [Conv(16, 3, Same = true), ReLU(Name = "Stem")]
/// [Conv(4, 1), Output("Boxes")]
/// [From("Stem"), Conv(2, 1), Output("Scores")]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OutputAttribute : Attribute
{
    /// <summary>Declares an output.</summary>
    /// <param name="name">The name of the output, not empty and different from the names of other outputs.</param>
    public OutputAttribute(string name) => Name = name;

    /// <summary>The name of the output.</summary>
    public string Name { get; }
}
