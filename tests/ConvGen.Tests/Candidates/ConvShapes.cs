namespace ConvGen.Tests.Candidates;

/// <summary>Convolutions of the sizes that people train, and some odd ones.</summary>
internal static class ConvShapes
{
    public static IReadOnlyList<NetworkSpec> All { get; } =
    [
        // Of the book's network, LeNet-5 and a small VGG.
        Shape("BookFirst", new(1, 28, 28), new ConvSpec(20, 5), isPooled: true),
        Shape("BookSecond", new(20, 12, 12), new ConvSpec(40, 5), isPooled: true),
        Shape("LeNetFirst", new(1, 28, 28), new ConvSpec(6, 5) { Pad = 2 }, isPooled: true),
        Shape("LeNetSecond", new(6, 14, 14), new ConvSpec(16, 5), isPooled: true),
        Shape("VggFirst", new(3, 32, 32), new ConvSpec(32, 3) { Pad = 1 }),
        Shape("VggSecond", new(32, 32, 32), new ConvSpec(32, 3) { Pad = 1 }, isPooled: true),
        Shape("VggThird", new(32, 16, 16), new ConvSpec(64, 3) { Pad = 1 }),
        Shape("VggFourth", new(64, 16, 16), new ConvSpec(64, 3) { Pad = 1 }, isPooled: true),

        // Few channels, filters that fill no vector, images that fill no tile.
        Shape("WideFirst", new(1, 28, 28), new ConvSpec(32, 5), isPooled: true),
        Shape("OddColour", new(3, 17, 17), new ConvSpec(12, 3)),
        Shape("OddSide", new(20, 13, 13), new ConvSpec(12, 5)),
        Shape("EightChannels", new(8, 15, 15), new ConvSpec(20, 3)),
        Shape("EightToForty", new(8, 28, 28), new ConvSpec(40, 3) { Pad = 1 }, isPooled: true),
        Shape("ThirtyTwoToTwenty", new(32, 11, 11), new ConvSpec(20, 5) { Pad = 2 }),
        Shape("SmallMap", new(64, 8, 8), new ConvSpec(20, 3) { Pad = 1 }),
    ];

    private static NetworkSpec Shape(string name, ImageShape input, ConvSpec conv, bool isPooled = false) =>
        new(
            name,
            input,
            [conv, .. isPooled ? (LayerSpec[])[new MaxPoolSpec(2)] : [], new ActivationSpec(Activation.ReLU)],
            Loss.None);
}
