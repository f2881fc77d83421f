namespace ConvGen.Generators.Common;

/// <summary>
/// The largest supported network. Later stages count floats in 32-bit integers and add up the sizes of several buffers; within these
/// limits no sum overflows.
/// </summary>
internal static class Limits
{
    /// <summary>The largest size, count, stride or padding that an attribute may have: 16,777,216.</summary>
    public const int Argument = 1 << 24;

    /// <summary>The most floats that the input and the outputs of all layers may take for one sample, including borders and channels
    /// padded to whole vectors: 134,217,728, which is 512 MiB.</summary>
    public const int SampleFloats = 1 << 27;

    /// <summary>The most weights and biases that a network may have: 268,435,456, which is 1 GiB.</summary>
    public const int Parameters = 1 << 28;

    /// <summary>The most layers that a network may have once its repetitions are written out.</summary>
    public const int Layers = 5_000;

    /// <summary>The vector size to which the limits round channels up: the lanes of the target for which code is generated.</summary>
    public const int VectorFloats = 8;
}
