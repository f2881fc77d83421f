using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>The weights of one transposed convolution of a network, element by element.</summary>
public sealed class ConvTransposeLayer : ILayerView<ConvTransposeLayer>
{
    private readonly LayerBias? _bias;

    internal ConvTransposeLayer(string name, Parameter weight, Parameter? bias)
    {
        Name = name;
        Weights = new ConvTransposeWeights(weight);
        _bias = bias is null ? null : new LayerBias(bias);
    }

    /// <summary>The layer's name, such as <c>ConvTranspose1</c>.</summary>
    public string Name { get; }

    /// <summary>The kernels: <c>Weights[channel, filter, y, x]</c>.</summary>
    public ConvTransposeWeights Weights { get; }

    /// <summary>The biases: <c>Bias[filter]</c>.</summary>
    /// <exception cref="InvalidOperationException">The layer is declared with <c>Bias = false</c>.</exception>
    public LayerBias Bias => _bias ?? throw LayerBias.Missing(Name);

    static IReadOnlyList<string> ILayerView<ConvTransposeLayer>.Kinds { get; } = ["ConvTranspose"];

    static ConvTransposeLayer ILayerView<ConvTransposeLayer>.Create(string name, IReadOnlyList<Parameter> parameters) =>
        new(name, parameters[0], parameters.ElementAtOrDefault(1));
}

/// <summary>The kernels of a transposed convolution, in PyTorch's order: channels before filters.</summary>
public sealed class ConvTransposeWeights
{
    private readonly Parameter _parameter;

    internal ConvTransposeWeights(Parameter parameter)
    {
        _parameter = parameter;
        (Channels, Filters, Height, Width) =
            (parameter.Shape[0], parameter.Shape[1], parameter.Shape[2], parameter.Shape[3]);
    }

    /// <summary>Channels of the input.</summary>
    public int Channels { get; }

    /// <summary>Feature maps of the output.</summary>
    public int Filters { get; }

    /// <summary>Rows of a kernel.</summary>
    public int Height { get; }

    /// <summary>Columns of a kernel.</summary>
    public int Width { get; }

    /// <summary>Gets or sets one weight.</summary>
    /// <param name="channel">0 to <see cref="Channels"/> - 1.</param>
    /// <param name="filter">0 to <see cref="Filters"/> - 1.</param>
    /// <param name="y">0 to <see cref="Height"/> - 1.</param>
    /// <param name="x">0 to <see cref="Width"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; nothing is changed.</exception>
    public float this[int channel, int filter, int y, int x]
    {
        get => _parameter[ElementAt(channel, filter, y, x)];
        set => _parameter[ElementAt(channel, filter, y, x)] = value;
    }

    private int ElementAt(int channel, int filter, int y, int x)
    {
        Check.Index(channel, Channels, _parameter.Name);
        Check.Index(filter, Filters, _parameter.Name);
        Check.Index(y, Height, _parameter.Name);
        Check.Index(x, Width, _parameter.Name);
        return ((channel * Filters + filter) * Height + y) * Width + x;
    }
}
