namespace ConvGen.Benchmarks.Kinds;

/// <summary>A variant of network n1 with one kind of layer, and a variant with a similar kind for comparison.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Relative">The kind that it replaces.</param>
/// <param name="Layers">All attributes except <c>[Network]</c>.</param>
/// <param name="RelativeLayers">All attributes of the network with <paramref name="Relative"/>.</param>
internal sealed record KindPair(string Name, string Relative, string Layers, string RelativeLayers)
{
    /// <summary>All pairs that are measured.</summary>
    public static IReadOnlyList<KindPair> All { get; } =
    [
        Activation("LeakyReLU", "ReLU"),
        Activation("ELU", "Tanh"),
        Activation("SiLU", "Sigmoid"),
        Activation("GELU", "Tanh"),
        Activation("Softplus", "Sigmoid"),
        new("Dropout(0.5)", "none", N1(dropout: "Dropout(0.5), "), N1()),
        new("AveragePool(2)", "MaxPool(2)", N1(pool: "AveragePool(2)"), N1()),
        new("L2Pool(2)", "MaxPool(2)", N1(pool: "L2Pool(2)"), N1()),
        Second("Conv(40, 5), ReLU, GlobalMaxPool", "Conv(40, 5), MaxPool(8), ReLU"),
        Second("Conv(40, 5), ReLU, GlobalAveragePool", "Conv(40, 5), ReLU, AveragePool(8)"),
        Second("Conv(40, 3, Dilation = 2), MaxPool(2), ReLU", "Conv(40, 5), MaxPool(2), ReLU"),
        Second("Conv(40, 3, Pad = 2, Dilation = 2), MaxPool(2), ReLU", "Conv(40, 3, Pad = 1), MaxPool(2), ReLU"),
        Second("Conv(40, 5, Groups = 2), MaxPool(2), ReLU", "Conv(40, 5), MaxPool(2), ReLU"),
        Second("Conv(40, 5, Groups = 4), MaxPool(2), ReLU", "Conv(40, 5), MaxPool(2), ReLU"),
        Second("DepthwiseConv(5), MaxPool(2), ReLU", "Conv(20, 5), MaxPool(2), ReLU"),
    ];

    private static KindPair Activation(string name, string relative) =>
        new(name, relative, N1(activation: name), N1(activation: relative));

    /// <summary>Replaces n1's second convolution.</summary>
    private static KindPair Second(string layers, string relative) => new(layers, relative, WithSecond(layers), WithSecond(relative));

    private static string WithSecond(string layers) =>
        $"[Conv(20, 5), MaxPool(2), ReLU] [{layers}] [Dense(100), ReLU] [Dense(10), SoftmaxCrossEntropy]";

    private static string N1(string activation = "ReLU", string pool = "MaxPool(2)", string dropout = "") =>
        $"[Conv(20, 5), {pool}, {activation}] [Conv(40, 5), {pool}, {activation}] [{dropout}Dense(100), {activation}] "
        + $"[{dropout}Dense(10), SoftmaxCrossEntropy]";
}
