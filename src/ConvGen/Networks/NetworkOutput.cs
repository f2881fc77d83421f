namespace ConvGen;

/// <summary>An output of a network: what <c>Predict</c> writes for it.</summary>
/// <param name="Name">The name given by <see cref="OutputAttribute">Output</see>; <c>Output</c> without one.</param>
/// <param name="Shape">Channels, height, width; or the length of a vector.</param>
/// <param name="Offset">Its first float among the outputs of a sample.</param>
/// <param name="Layer">The name of the layer that computes it.</param>
public sealed record NetworkOutput(string Name, IReadOnlyList<int> Shape, int Offset, string Layer)
{
    /// <summary>The number of floats of a sample, in <c>[channel][row][column]</c> order.</summary>
    public int Length => Shape.Aggregate(1, (length, size) => length * size);
}
