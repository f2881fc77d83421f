using ConvGen.CompilerServices;

namespace ConvGen;

/// <summary>The values of one batch normalization of a network, channel by channel.</summary>
public sealed class BatchNormLayer : ILayerView<BatchNormLayer>
{
    private BatchNormLayer(string name, IReadOnlyList<Parameter> parameters)
    {
        Name = name;
        Weights = new ChannelValues(parameters[0]);
        Bias = new ChannelValues(parameters[1]);
        RunningMean = new ChannelValues(parameters[2]);
        RunningVariance = new ChannelValues(parameters[3]);
    }

    /// <summary>The layer's name, such as <c>BatchNorm1</c>.</summary>
    public string Name { get; }

    /// <summary>The learned factors: <c>Weights[channel]</c>.</summary>
    public ChannelValues Weights { get; }

    /// <summary>The learned summands: <c>Bias[channel]</c>.</summary>
    public ChannelValues Bias { get; }

    /// <summary>The means with which prediction normalizes: <c>RunningMean[channel]</c>. Every training step changes them.</summary>
    public ChannelValues RunningMean { get; }

    /// <summary>The variances with which prediction normalizes: <c>RunningVariance[channel]</c>. Every training step changes
    /// them.</summary>
    public ChannelValues RunningVariance { get; }

    static IReadOnlyList<string> ILayerView<BatchNormLayer>.Kinds { get; } = ["BatchNorm"];

    static BatchNormLayer ILayerView<BatchNormLayer>.Create(string name, IReadOnlyList<Parameter> parameters) => new(name, parameters);
}
