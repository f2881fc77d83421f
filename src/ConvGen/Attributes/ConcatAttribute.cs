namespace ConvGen;

/// <summary>Appends the channels of earlier layers' outputs to those of the layer before, in this order: first the current value, then the
/// named ones. All have the same height and width; vectors are appended to vectors.</summary>
/// <remarks>Has the sum of their channels, and no parameters. PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.cat.html">cat</see> along the dimension of channels.</remarks>
/// <example>
/// <code>
/// [Conv(16, 1), ReLU(Name = "Stem")]
/// [Conv(16, 3, Same = true), ReLU, Concat("Stem")]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConcatAttribute : LayerAttribute
{
    private readonly string[] _layers;

    /// <summary>Appends values.</summary>
    /// <param name="name">The name of an earlier layer, given or automatic, or <c>Input</c> for the input of the network.</param>
    /// <param name="more">The names of further layers, appended in this order.</param>
    public ConcatAttribute(string name, params string[] more) => _layers = [name, .. more];

    /// <summary>The names of the layers whose outputs are appended, in order.</summary>
    public IReadOnlyList<string> Layers => _layers;
}
