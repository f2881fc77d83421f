namespace ConvGen;

/// <summary>Adds the output of an earlier layer to that of the layer before, element by element. Both must have the same shape.</summary>
/// <remarks>Keeps the shape and has no parameters. PyTorch's <see href="https://pytorch.org/docs/stable/generated/torch.add.html">add</see>
/// without broadcasting.</remarks>
/// <example>
/// <code>
/// [Conv(16, 3, Same = true), ReLU(Name = "Stem")]
/// [Conv(16, 3, Same = true), Add("Stem"), ReLU]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AddAttribute : LayerAttribute
{
    /// <summary>Adds a value.</summary>
    /// <param name="name">The name of an earlier layer, given or automatic, or <c>Input</c> for the input of the network.</param>
    public AddAttribute(string name) => Layer = name;

    /// <summary>The name of the layer whose output is added.</summary>
    public string Layer { get; }
}
