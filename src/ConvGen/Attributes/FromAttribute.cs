namespace ConvGen;

/// <summary>Continues from the output of an earlier layer: the next layer reads it, instead of the output of the layer before.</summary>
/// <remarks>The output of every layer must be read by a later layer, or be the output of the network.</remarks>
/// <example>
/// Two branches from one value:
/// <code>
/// [Conv(16, 3, Same = true), ReLU(Name = "Stem")]
/// [Conv(16, 3, Same = true, Name = "Left")]
/// [From("Stem"), Conv(16, 1), Add("Left"), ReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FromAttribute : Attribute
{
    /// <summary>Continues from a layer.</summary>
    /// <param name="name">The name of an earlier layer, given or automatic, or <c>Input</c> for the input of the network.</param>
    public FromAttribute(string name) => Layer = name;

    /// <summary>The name of the layer whose output the next layer reads.</summary>
    public string Layer { get; }
}
