using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>The learned values of one layer normalization, value by value.</summary>
public sealed class LayerNormLayer : ILayerView<LayerNormLayer>
{
    private LayerNormLayer(string name, IReadOnlyList<Parameter> parameters)
    {
        Name = name;
        Weights = new SampleValues(parameters[0]);
        Bias = new SampleValues(parameters[1]);
    }

    /// <summary>The layer's name, such as <c>LayerNorm1</c>.</summary>
    public string Name { get; }

    /// <summary>The learned factors: <c>Weights[value]</c>.</summary>
    public SampleValues Weights { get; }

    /// <summary>The learned summands: <c>Bias[value]</c>.</summary>
    public SampleValues Bias { get; }

    static IReadOnlyList<string> ILayerView<LayerNormLayer>.Kinds { get; } = ["LayerNorm"];

    static LayerNormLayer ILayerView<LayerNormLayer>.Create(string name, IReadOnlyList<Parameter> parameters) => new(name, parameters);
}

/// <summary>A tensor with one value for each value of a sample, in the order of the sample: <c>[channel][row][column]</c> for an
/// image.</summary>
public sealed class SampleValues
{
    private readonly Parameter _parameter;

    internal SampleValues(Parameter parameter) => _parameter = parameter;

    /// <summary>The number of values of a sample.</summary>
    public int Length => _parameter.Length;

    /// <summary>Gets or sets one value.</summary>
    /// <param name="index">0 to <see cref="Length"/> - 1; for an image <c>(channel * height + row) * width + column</c>.</param>
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
}
