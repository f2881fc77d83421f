using ConvGen.Testing;

namespace ConvGen.Tests.Candidates;

/// <summary>Convolutions of typical sizes, and some unusual ones.</summary>
internal static class ConvShapes
{
    private static readonly LayerSpec Pool = new MaxPoolSpec(2);
    private static readonly LayerSpec Relu = new ActivationSpec(Activation.ReLU);
    private static readonly LayerSpec Tanh = new ActivationSpec(Activation.Tanh);

    private static readonly NetworkSpec[] AllForward =
    [
        // Layers of the book's network, LeNet-5 and a small VGG.
        Shape("BookFirst", new(1, 28, 28), new ConvSpec(20, 5), isPooled: true),
        Shape("BookSecond", new(20, 12, 12), new ConvSpec(40, 5), isPooled: true),
        Shape("LeNetFirst", new(1, 28, 28), new ConvSpec(6, 5) { Pad = 2 }, isPooled: true),
        Shape("LeNetSecond", new(6, 14, 14), new ConvSpec(16, 5), isPooled: true),
        Shape("VggFirst", new(3, 32, 32), new ConvSpec(32, 3) { Pad = 1 }),
        Shape("VggSecond", new(32, 32, 32), new ConvSpec(32, 3) { Pad = 1 }, isPooled: true),
        Shape("VggThird", new(32, 16, 16), new ConvSpec(64, 3) { Pad = 1 }),
        Shape("VggFourth", new(64, 16, 16), new ConvSpec(64, 3) { Pad = 1 }, isPooled: true),

        // Few channels, numbers of filters that do not fill vectors, images that do not fill tiles.
        Shape("WideFirst", new(1, 28, 28), new ConvSpec(32, 5), isPooled: true),
        Shape("OddColour", new(3, 17, 17), new ConvSpec(12, 3)),
        Shape("OddSide", new(20, 13, 13), new ConvSpec(12, 5)),
        Shape("EightChannels", new(8, 15, 15), new ConvSpec(20, 3)),
        Shape("EightToForty", new(8, 28, 28), new ConvSpec(40, 3) { Pad = 1 }, isPooled: true),
        Shape("ThirtyTwoToTwenty", new(32, 11, 11), new ConvSpec(20, 5) { Pad = 2 }),
        Shape("SmallMap", new(64, 8, 8), new ConvSpec(20, 3) { Pad = 1 }),
    ];

    private static readonly NetworkSpec[] AllBackward =
    [
        // A quarter of the values win their pooling window, and half of their gradients are zero.
        Trained("BookSecond", new(20, 12, 12), new ConvSpec(40, 5), Pool, Relu),
        Trained("LeNetSecond", new(6, 14, 14), new ConvSpec(16, 5), Pool, Relu),
        Trained("VggFourth", new(64, 16, 16), new ConvSpec(64, 3) { Pad = 1 }, Relu, Pool),
        Trained("FewFilters", new(16, 14, 14), new ConvSpec(6, 5), Pool, Relu),
        Trained("PooledTanh", new(8, 16, 16), new ConvSpec(24, 3) { Pad = 1 }, Pool, Tanh),

        // Half of the gradients are nonzero.
        Trained("VggThird", new(32, 16, 16), new ConvSpec(64, 3) { Pad = 1 }, Relu),
        Trained("WideKernel", new(20, 14, 14), new ConvSpec(32, 5) { Pad = 2 }, Relu),
        Trained("NarrowEnd", new(24, 12, 12), new ConvSpec(8, 3), Relu),
        Trained("StrideReLU", new(32, 16, 16), new ConvSpec(48, 3) { Pad = 1, Stride = 2 }, Relu),

        // All gradients are nonzero.
        Trained("Tanh", new(16, 14, 14), new ConvSpec(32, 3) { Pad = 1 }, Tanh),
        Trained("WideTanh", new(12, 14, 14), new ConvSpec(20, 5), Tanh),
        Trained("StrideTanh", new(32, 17, 17), new ConvSpec(64, 5) { Pad = 2, Stride = 2 }, Tanh),
        Trained("DeepTanh", new(64, 8, 8), new ConvSpec(64, 3) { Pad = 1 }, Tanh),
        Trained("FewChannels", new(6, 20, 20), new ConvSpec(12, 3), Tanh),
    ];

    /// <summary>Shapes for the forward pass: one for each kind of kernel, and all of them in a campaign.</summary>
    public static IReadOnlyList<NetworkSpec> Forward { get; } =
        Choose(AllForward, "BookFirst", "BookSecond", "VggThird", "OddSide", "SmallMap");

    /// <summary>
    /// Shapes for the gradient of the input. The layers after the convolution determine the share of nonzero gradients: one shape for
    /// each share, and all of them in a campaign.
    /// </summary>
    public static IReadOnlyList<NetworkSpec> Backward { get; } =
        Choose(AllBackward, "BookSecond", "FewFilters", "VggThird", "StrideTanh");

    private static NetworkSpec[] Choose(NetworkSpec[] all, params string[] usual) =>
        Campaign.IsLong ? all : [.. usual.Select(name => all.Single(shape => shape.Name == name))];

    private static NetworkSpec Shape(string name, ImageShape input, ConvSpec conv, bool isPooled = false) =>
        new(
            name,
            input,
            [conv, .. isPooled ? (LayerSpec[])[new MaxPoolSpec(2)] : [], new ActivationSpec(Activation.ReLU)],
            Loss.None);

    /// <summary>A network with an activation before the convolution, so that the convolution's input gradient is needed.</summary>
    private static NetworkSpec Trained(string name, ImageShape input, ConvSpec conv, params LayerSpec[] after) =>
        new(name, input, [new ActivationSpec(Activation.Tanh), conv, .. after], Loss.MeanSquaredError);
}
