using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>The slopes of one parametric rectifier of a network, channel by channel.</summary>
public sealed class PReLULayer : ILayerView<PReLULayer>
{
    private PReLULayer(string name, Parameter slopes)
    {
        Name = name;
        Slopes = new PReLUSlopes(slopes);
    }

    /// <summary>The layer's name, such as <c>PReLU1</c>.</summary>
    public string Name { get; }

    /// <summary>The slopes below zero: <c>Slopes[channel]</c>.</summary>
    public PReLUSlopes Slopes { get; }

    static IReadOnlyList<string> ILayerView<PReLULayer>.Kinds { get; } = ["PReLU"];

    static PReLULayer ILayerView<PReLULayer>.Create(string name, IReadOnlyList<Parameter> parameters) => new(name, parameters[0]);
}

/// <summary>The slopes of a parametric rectifier.</summary>
public sealed class PReLUSlopes
{
    private readonly Parameter _parameter;

    internal PReLUSlopes(Parameter parameter) => _parameter = parameter;

    /// <summary>The number of channels, or of values of a vector.</summary>
    public int Length => _parameter.Length;

    /// <summary>Gets or sets one slope.</summary>
    /// <param name="channel">0 to <see cref="Length"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channel"/> is out of range; nothing is changed.</exception>
    public float this[int channel]
    {
        get
        {
            Check.Index(channel, Length, _parameter.Name);
            return _parameter[channel];
        }

        set
        {
            Check.Index(channel, Length, _parameter.Name);
            _parameter[channel] = value;
        }
    }
}
