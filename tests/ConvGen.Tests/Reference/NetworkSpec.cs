namespace ConvGen.Tests.Reference;

/// <summary>A network in a test: its input, its layers in order, and its loss.</summary>
/// <param name="Name">A valid C# identifier, which is also the name of the test case.</param>
/// <param name="Input">The shape of one sample.</param>
/// <param name="Layers">The layers from input to output, without the loss.</param>
/// <param name="Loss">The loss.</param>
internal sealed record NetworkSpec(string Name, ImageShape Input, IReadOnlyList<LayerSpec> Layers, Loss Loss)
{
    /// <summary>Whether the input is declared as <c>[Network(length)]</c>.</summary>
    public bool IsFlat { get; init; }

    public static NetworkSpec OnImages(
        string name, int channels, int height, int width, Loss loss, params IReadOnlyList<LayerSpec> layers) =>
        new(name, new(channels, height, width), layers, loss);

    public static NetworkSpec OnVectors(string name, int length, Loss loss, params IReadOnlyList<LayerSpec> layers) =>
        new(name, new(length, 1, 1), layers, loss) { IsFlat = true };

    public override string ToString() => Name;
}

/// <summary>The size of one sample between two layers, in <c>[channel][row][column]</c> order.</summary>
internal readonly record struct ImageShape(int Channels, int Height, int Width)
{
    public int Length => Channels * Height * Width;

    public int IndexOf(int channel, int row, int column) => (channel * Height + row) * Width + column;

    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
