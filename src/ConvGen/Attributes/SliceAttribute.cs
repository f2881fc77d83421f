namespace ConvGen;

/// <summary>Takes some neighbouring channels of an image, or elements of a vector: <c>x[:, first:first + count]</c> in PyTorch, ONNX's
/// <see href="https://onnx.ai/onnx/operators/onnx__Slice.html">Slice</see> along the axis of channels.</summary>
/// <remarks>
/// <para>
/// Shapes: <c>channels x height x width</c> becomes <c>count x height x width</c>, and a vector becomes one of <c>count</c> elements. No
/// parameters. The other channels get no gradient from this layer.
/// </para>
/// <para>
/// To split a value, name it and take a slice for each part with <see cref="FromAttribute">From</see>.
/// </para>
/// </remarks>
/// <example>
/// The first half of the channels is a gate for the second half:
/// <code>
/// [Conv(32, 3, Name = "Both")]
/// [Slice(0, 16), Sigmoid(Name = "Gate")]
/// [From("Both"), Slice(16, 16), Multiply("Gate")]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SliceAttribute : LayerAttribute
{
    /// <summary>Takes <paramref name="count"/> channels or elements from number <paramref name="first"/> on.</summary>
    /// <param name="first">The first channel or element; the number of the first one of the input is 0.</param>
    /// <param name="count">How many are taken, at least 1. All must exist.</param>
    public SliceAttribute(int first, int count) => (First, Count) = (first, count);

    /// <summary>The first channel or element that is taken.</summary>
    public int First { get; }

    /// <summary>How many are taken.</summary>
    public int Count { get; }
}
