namespace ConvGen.Comparison.Contest;

/// <summary>The kinds of layers that n1 to n4 are made of.</summary>
internal enum PeerLayerKind
{
    /// <summary>Convolution, stride 1.</summary>
    Conv,

    /// <summary>Max pooling whose stride is its window.</summary>
    MaxPool,

    /// <summary>Fully connected layer over everything that its input holds.</summary>
    Dense,

    ReLU,

    Sigmoid,
}

/// <summary>A layer as the other systems are told of it. Sizes are those of the weights.</summary>
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
