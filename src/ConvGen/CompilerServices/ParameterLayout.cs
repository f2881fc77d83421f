using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>
/// Where the elements of one parameter lie in the flat internal vector. The logical order is PyTorch's; the internal one is
/// what the kernels read fastest. Element (i0, i1, ...) of the <see cref="Dimensions"/> lies at
/// <see cref="Offset"/> + sum of i_d * stride_d. The dimensions, row-major, enumerate the elements in PyTorch's order; they can
/// be finer than <see cref="Shape"/> (the inputs of a dense layer behind a convolution are channel, row, column).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ParameterLayout
{
    /// <summary>The full name, such as <c>"Conv1.weight"</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The shape in PyTorch's order: <c>[filters, channels, height, width]</c>, <c>[units, inputs]</c> or
    /// <c>[units]</c>.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>The first float of this parameter in the internal vector.</summary>
    public required int Offset { get; init; }

    /// <summary>Size and stride (in floats) of each logical dimension, outermost first.</summary>
    public required IReadOnlyList<LayoutDimension> Dimensions { get; init; }

    /// <summary>The standard deviation of the normal numbers that this parameter starts with; zero for one that starts at zero.
    /// Follows from the network's <see cref="Init"/>.</summary>
    public required double Deviation { get; init; }

    /// <summary>True for one value per output instead of a weight per connection.</summary>
    internal bool IsBias => Shape.Count == 1;

    /// <summary>The float behind its last element.</summary>
    internal int End => Offset + 1 + Dimensions.Sum(dimension => (dimension.Size - 1) * dimension.Stride);
}

/// <summary>One logical dimension of a parameter.</summary>
/// <param name="Size">The number of elements along it.</param>
/// <param name="Stride">The distance, in floats, between two neighbours along it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LayoutDimension(int Size, int Stride);
