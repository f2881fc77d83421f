namespace ConvGen.Generators.Common;

/// <summary>
/// How large a network may be. Later stages count floats in 32-bit integers, and add up several buffers of this size; within
/// these limits none of their sums can overflow.
/// </summary>
internal static class Limits
{
    /// <summary>The largest size, count, stride or padding that an attribute may give: 16,777,216.</summary>
    public const int Argument = 1 << 24;

    /// <summary>The most floats between the layers of one sample, all layers together, channels rounded up to whole vectors
    /// and borders included: 134,217,728, which is 512 MiB.</summary>
    public const int SampleFloats = 1 << 27;

    /// <summary>The most weights and biases of a network: 268,435,456, which is 1 GiB.</summary>
    public const int Parameters = 1 << 28;

    /// <summary>Channels count in vectors of this many floats: the lanes of the target for which code is generated.</summary>
    public const int VectorFloats = 8;
}
