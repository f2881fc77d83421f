namespace ConvGen.Comparison.Contest;

/// <summary>The kinds of layers in n1 to n4.</summary>
internal enum PeerLayerKind
{
    /// <summary>Convolution, stride 1.</summary>
    Conv,

    /// <summary>Max pooling whose stride is its window.</summary>
    MaxPool,

    /// <summary>Fully connected layer over its whole input.</summary>
    Dense,

    ReLU,

    Sigmoid,
}

/// <summary>The description of a layer for the other systems. Its sizes follow from the weights.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="Padding">Zeros on each side of a convolution's input.</param>
/// <param name="Window">Height and width of a pooling's window.</param>
internal sealed record PeerLayer(PeerLayerKind Kind, int Padding = 0, int Window = 0)
{
    public static PeerLayer Conv(int padding = 0) => new(PeerLayerKind.Conv, Padding: padding);

    public static PeerLayer MaxPool(int window) => new(PeerLayerKind.MaxPool, Window: window);

    public static PeerLayer Dense { get; } = new(PeerLayerKind.Dense);

    public static PeerLayer ReLU { get; } = new(PeerLayerKind.ReLU);

    public static PeerLayer Sigmoid { get; } = new(PeerLayerKind.Sigmoid);
}
