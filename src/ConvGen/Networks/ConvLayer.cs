using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>The weights of one convolution of a network, element by element.</summary>
public sealed class ConvLayer : ILayerView<ConvLayer>
{
    private readonly LayerBias? _bias;

    internal ConvLayer(string name, Parameter weight, Parameter? bias)
    {
        Name = name;
        Weights = new ConvWeights(weight);
        _bias = bias is null ? null : new LayerBias(bias);
    }

    /// <summary>The layer's name, such as <c>Conv1</c>.</summary>
    public string Name { get; }

    /// <summary>The kernels: <c>Weights[filter, channel, y, x]</c>; a <c>Conv1D</c> has kernels of one row, so that y is 0.</summary>
    public ConvWeights Weights { get; }

    /// <summary>The biases: <c>Bias[filter]</c>.</summary>
    /// <exception cref="InvalidOperationException">The layer is declared with <c>Bias = false</c>.</exception>
    public LayerBias Bias => _bias ?? throw LayerBias.Missing(Name);

    static IReadOnlyList<string> ILayerView<ConvLayer>.Kinds { get; } = ["Conv", "Conv1D", "DepthwiseConv"];

    static ConvLayer ILayerView<ConvLayer>.Create(string name, IReadOnlyList<Parameter> parameters) =>
        new(name, parameters[0], parameters.ElementAtOrDefault(1));
}

/// <summary>The kernels of a convolution.</summary>
public sealed class ConvWeights
{
    private readonly Parameter _parameter;

    internal ConvWeights(Parameter parameter)
    {
        _parameter = parameter;
        (Filters, Channels, Height, Width) = parameter.Shape is [var filters, var channels, var length]
            ? (filters, channels, 1, length)
            : (parameter.Shape[0], parameter.Shape[1], parameter.Shape[2], parameter.Shape[3]);
    }

    /// <summary>Feature maps of the output.</summary>
    public int Filters { get; }

    /// <summary>Channels that each filter reads.</summary>
    public int Channels { get; }

    /// <summary>Rows of a kernel.</summary>
    public int Height { get; }

    /// <summary>Columns of a kernel.</summary>
    public int Width { get; }

    /// <summary>Gets or sets one weight.</summary>
    /// <param name="filter">0 to <see cref="Filters"/> - 1.</param>
    /// <param name="channel">0 to <see cref="Channels"/> - 1.</param>
    /// <param name="y">0 to <see cref="Height"/> - 1.</param>
    /// <param name="x">0 to <see cref="Width"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; nothing is changed.</exception>
    public float this[int filter, int channel, int y, int x]
    {
        get => _parameter[ElementAt(filter, channel, y, x)];
        set => _parameter[ElementAt(filter, channel, y, x)] = value;
    }

    private int ElementAt(int filter, int channel, int y, int x)
    {
        Check.Index(filter, Filters, _parameter.Name);
        Check.Index(channel, Channels, _parameter.Name);
        Check.Index(y, Height, _parameter.Name);
        Check.Index(x, Width, _parameter.Name);
        return ((filter * Channels + channel) * Height + y) * Width + x;
    }
}
