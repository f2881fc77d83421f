using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>One tensor of a network, such as weights or biases, read and written in PyTorch's order.</summary>
public sealed class Parameter
{
    private readonly NetworkCore _core;
    internal Parameter(NetworkCore core, ParameterLayout layout, ElementMap map)
    {
        _core = core;
        Map = map;
        Name = layout.Name;
        Shape = layout.Shape;
        IsTrainable = layout.IsTrainable;
    }

    /// <summary>The name: that of the layer, and <c>weight</c> or <c>bias</c>, such as <c>Conv1.weight</c> or <c>Conv1.bias</c>;
    /// <c>running_mean</c> or <c>running_var</c> for the running statistics of a <see cref="BatchNormAttribute">BatchNorm</see>.</summary>
    public string Name { get; }

    /// <summary><c>[filters, channels, height, width]</c> for convolutions, <c>[units, inputs]</c> for dense layers,
    /// <c>[filters]</c> or <c>[units]</c> for biases; <c>[channels]</c> for other values of each channel.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Whether the tensor has a gradient, with which an optimizer changes it. False for the running statistics of a
    /// <see cref="BatchNormAttribute">BatchNorm</see>, which a training step sets to a moving average, and which no
    /// <see cref="NetworkSummary.Parameters"/> counts.</summary>
    public bool IsTrainable { get; }

    /// <summary>The number of values: the product of <see cref="Shape"/>.</summary>
    public int Length => Map.Length;

    /// <summary>Maps PyTorch's order of elements to positions in the internal parameter vector.</summary>
    internal ElementMap Map { get; }

    /// <summary>Copies the values out, row-major over <see cref="Shape"/>.</summary>
    /// <param name="destination">Exactly <see cref="Length"/> floats.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has the wrong length.</exception>
    public void CopyTo(Span<float> destination)
    {
        Check.Length(destination.Length, Length, Name, nameof(destination));
        Map.Gather(_core.ParameterMemory.Span, destination);
        GC.KeepAlive(_core);
    }

    /// <summary>Replaces the values, row-major over <see cref="Shape"/>. Infinities and NaN are accepted, as in PyTorch.</summary>
    /// <param name="source">Exactly <see cref="Length"/> floats.</param>
    /// <exception cref="ArgumentException"><paramref name="source"/> has the wrong length; nothing is changed.</exception>
    public void CopyFrom(ReadOnlySpan<float> source)
    {
        Check.Length(source.Length, Length, Name, nameof(source));
        Map.Scatter(source, _core.ParameterMemory.Span);
        _core.MarkParametersChanged();
    }

    /// <summary>Gets or sets one value by its index in PyTorch's order, which the caller has checked.</summary>
    internal float this[int element]
    {
        get
        {
            float value = _core.ParameterMemory.Span[Map.PlaceOf(element)];
            GC.KeepAlive(_core);
            return value;
        }

        set
        {
            _core.ParameterMemory.Span[Map.PlaceOf(element)] = value;
            _core.MarkParametersChanged();
        }
    }
}
