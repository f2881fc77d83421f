using ConvGen.Internal;

namespace ConvGen;

/// <summary>The biases of a convolution (one per filter) or of a dense layer (one per unit).</summary>
public sealed class LayerBias
{
    private readonly Parameter _parameter;

    internal LayerBias(Parameter parameter) => _parameter = parameter;

    /// <summary>The number of filters or units.</summary>
    public int Length => _parameter.Length;

    /// <summary>Gets or sets one bias.</summary>
    /// <param name="index">The filter or unit, 0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range; nothing is changed.</exception>
    public float this[int index]
    {
        get
        {
            Check.Index(index, Length, _parameter.Name);
            return _parameter[index];
        }

        set
        {
            Check.Index(index, Length, _parameter.Name);
            _parameter[index] = value;
        }
    }

    internal static InvalidOperationException Missing(string layer) =>
        new($"{layer} has no bias: it is declared with Bias = false.");
}
