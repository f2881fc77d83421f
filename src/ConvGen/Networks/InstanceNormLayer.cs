using ConvGen.CompilerServices;

namespace ConvGen;

/// <summary>The learned values of one instance normalization with <see cref="InstanceNormAttribute.Affine"/>, channel by channel.</summary>
public sealed class InstanceNormLayer : ILayerView<InstanceNormLayer>
{
    private InstanceNormLayer(string name, IReadOnlyList<Parameter> parameters)
    {
        Name = name;
        Weights = new ChannelValues(parameters[0]);
        Bias = new ChannelValues(parameters[1]);
    }

    /// <summary>The layer's name, such as <c>InstanceNorm1</c>.</summary>
    public string Name { get; }

    /// <summary>The learned factors: <c>Weights[channel]</c>.</summary>
    public ChannelValues Weights { get; }

    /// <summary>The learned summands: <c>Bias[channel]</c>.</summary>
    public ChannelValues Bias { get; }

    static IReadOnlyList<string> ILayerView<InstanceNormLayer>.Kinds { get; } = ["InstanceNorm"];

    static InstanceNormLayer ILayerView<InstanceNormLayer>.Create(string name, IReadOnlyList<Parameter> parameters) => new(name, parameters);
}
