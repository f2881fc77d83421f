namespace ConvGen;

/// <summary>Declares that a <c>partial</c> class is a network, and the shape of one input sample.</summary>
/// <remarks>
/// The layers follow as further attributes of the same declaration and are read top to bottom and left to right.
/// A sample is <c>channels * height * width</c> floats in <c>[channel][row][column]</c> order (PyTorch's
/// <see href="https://pytorch.org/docs/stable/tensor_attributes.html#torch.memory_format">contiguous NCHW</see>), or
/// <c>length</c> floats for a flat input.
/// </remarks>
/// <example>
/// <code>
/// [Network(1, 28, 28)]
/// [Conv(20, 5), MaxPool(2), ReLU]
/// [Dense(10), SoftmaxCrossEntropy]
/// public sealed partial class DigitNet;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>An image input: samples of <c>channels x height x width</c>.</summary>
    /// <param name="channels">Colours or feature planes, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    public NetworkAttribute(int channels, int height, int width)
    {
        Channels = channels;
        Height = height;
        Width = width;
    }

    /// <summary>A flat input: samples of <paramref name="length"/> values.</summary>
    /// <param name="length">Values per sample, at least 1.</param>
    public NetworkAttribute(int length)
    {
        Channels = length;
        Height = 1;
        Width = 1;
    }

    /// <summary>Colours or feature planes; the whole length of a flat input.</summary>
    public int Channels { get; }

    /// <summary>Rows; 1 for a flat input.</summary>
    public int Height { get; }

    /// <summary>Columns; 1 for a flat input.</summary>
    public int Width { get; }

    /// <summary>How the weights are initialized. Default: <see cref="ConvGen.Init.He"/>.</summary>
    public Init Init { get; set; } = Init.He;
}
