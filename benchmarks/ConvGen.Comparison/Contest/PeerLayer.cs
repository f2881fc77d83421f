namespace ConvGen.Comparison.Contest;

/// <summary>The kinds of layers in n1 to n6.</summary>
internal enum PeerLayerKind
{
    /// <summary>Convolution.</summary>
    Conv,

    /// <summary>Convolution with one filter for each channel.</summary>
    DepthwiseConv,

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
/// <param name="Stride">The stride of a convolution in both directions.</param>
/// <param name="Window">Height and width of a pooling's window.</param>
internal sealed record PeerLayer(PeerLayerKind Kind, int Padding = 0, int Stride = 1, int Window = 0)
{
    public static PeerLayer Conv(int padding = 0, int stride = 1) => new(PeerLayerKind.Conv, padding, stride);

    public static PeerLayer DepthwiseConv(int padding, int stride) => new(PeerLayerKind.DepthwiseConv, padding, stride);

    public static PeerLayer MaxPool(int window) => new(PeerLayerKind.MaxPool, Window: window);

    public static PeerLayer Dense { get; } = new(PeerLayerKind.Dense);

    public static PeerLayer ReLU { get; } = new(PeerLayerKind.ReLU);

    public static PeerLayer Sigmoid { get; } = new(PeerLayerKind.Sigmoid);
}
