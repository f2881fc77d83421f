using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>The weights of one dense layer of a network, element by element.</summary>
public sealed class DenseLayer : ILayerView<DenseLayer>
{
    private readonly LayerBias? _bias;

    internal DenseLayer(string name, Parameter weight, Parameter? bias)
    {
        Name = name;
        Weights = new DenseWeights(weight);
        _bias = bias is null ? null : new LayerBias(bias);
    }

    /// <summary>The layer's name, such as <c>Dense1</c>.</summary>
    public string Name { get; }

    /// <summary>The weights: <c>Weights[unit, input]</c>, with the inputs in <c>[channel][row][column]</c> order.</summary>
    public DenseWeights Weights { get; }

    /// <summary>The biases: <c>Bias[unit]</c>.</summary>
    /// <exception cref="InvalidOperationException">The layer is declared with <c>Bias = false</c>.</exception>
    public LayerBias Bias => _bias ?? throw LayerBias.Missing(Name);

    static IReadOnlyList<string> ILayerView<DenseLayer>.Kinds { get; } = ["Dense"];

    static DenseLayer ILayerView<DenseLayer>.Create(string name, IReadOnlyList<Parameter> parameters) =>
        new(name, parameters[0], parameters.ElementAtOrDefault(1));
}

/// <summary>The weights of a dense layer.</summary>
public sealed class DenseWeights
{
    private readonly Parameter _parameter;

    internal DenseWeights(Parameter parameter)
    {
        _parameter = parameter;
        (Units, Inputs) = (parameter.Shape[0], parameter.Shape[1]);
    }

    /// <summary>Values of the output.</summary>
    public int Units { get; }

    /// <summary>Values of the input.</summary>
    public int Inputs { get; }

    /// <summary>Gets or sets one weight.</summary>
    /// <param name="unit">0 to <see cref="Units"/> - 1.</param>
    /// <param name="input">0 to <see cref="Inputs"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; nothing is changed.</exception>
    public float this[int unit, int input]
    {
        get => _parameter[ElementAt(unit, input)];
        set => _parameter[ElementAt(unit, input)] = value;
    }

    private int ElementAt(int unit, int input)
    {
        Check.Index(unit, Units, _parameter.Name);
        Check.Index(input, Inputs, _parameter.Name);
        return unit * Inputs + input;
    }
}
