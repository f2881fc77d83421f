using System.Collections;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>What every layer of a network makes of one sample, in the order of the layers.</summary>
/// <remarks>
/// The kernels keep no values between layers that they compute together, such as a convolution with its pooling and its
/// activation. A trace therefore computes every layer by itself and by its plain formula, with sums in double precision; it
/// agrees with <c>Predict</c> but for rounding, and is slower by far.
/// </remarks>
public sealed class ActivationTrace : IReadOnlyList<LayerActivation>
{
    private readonly NamedList<LayerActivation> layers;

    internal ActivationTrace(LayerActivation input, IEnumerable<LayerActivation> layers, LayerActivation output)
    {
        Input = input;
        this.layers = new NamedList<LayerActivation>(layers, layer => layer.Name);
        Output = output;
    }

    /// <summary>The sample itself.</summary>
    public LayerActivation Input { get; }

    /// <summary>What <c>Predict</c> gives for the sample, to the last bit: the values behind the last layer, or the probabilities
    /// that the loss makes of them.</summary>
    public LayerActivation Output { get; }

    /// <summary>The number of layers.</summary>
    public int Count => layers.Count;

    /// <summary>The values behind a layer, by its position.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside.</exception>
    public LayerActivation this[int index] => layers[index];

    /// <summary>The values behind a layer, by its name, such as <c>Conv1</c> or <c>ReLU2</c>.</summary>
    /// <param name="name">A name of the network's summary, with its exact spelling.</param>
    /// <exception cref="KeyNotFoundException">No layer has this name; the message lists those there are.</exception>
    public LayerActivation this[string name] => layers[name];

    /// <inheritdoc/>
    public IEnumerator<LayerActivation> GetEnumerator() => layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
