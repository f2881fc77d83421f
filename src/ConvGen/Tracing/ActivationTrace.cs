using System.Collections;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>The outputs of all layers of a network for one sample, in the order of the layers.</summary>
/// <remarks>
/// The kernels fuse layers, such as a convolution with its pooling and activation, and do not store the values in between. A
/// trace therefore computes every layer separately from its formula, with sums in double precision. It agrees with
/// <c>Predict</c> except for rounding, and is much slower.
/// </remarks>
public sealed class ActivationTrace : IReadOnlyList<LayerActivation>
{
    private readonly NamedList<LayerActivation> _layers;

    internal ActivationTrace(LayerActivation input, IEnumerable<LayerActivation> layers, LayerActivation output)
    {
        Input = input;
        _layers = new NamedList<LayerActivation>(layers, layer => layer.Name);
        Output = output;
    }

    /// <summary>The sample itself.</summary>
    public LayerActivation Input { get; }

    /// <summary>The result of <c>Predict</c> for the sample, to the last bit: the output of the last layer, or the
    /// probabilities that the loss computes from it.</summary>
    public LayerActivation Output { get; }

    /// <summary>The number of layers.</summary>
    public int Count => _layers.Count;

    /// <summary>Gets the output of a layer by its position.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public LayerActivation this[int index] => _layers[index];

    /// <summary>Gets the output of a layer by its name, such as <c>Conv1</c> or <c>ReLU2</c>.</summary>
    /// <param name="name">A name from the network's summary; case-sensitive.</param>
    /// <exception cref="KeyNotFoundException">No layer has this name; the message lists the existing names.</exception>
    public LayerActivation this[string name] => _layers[name];

    /// <inheritdoc/>
    public IEnumerator<LayerActivation> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
