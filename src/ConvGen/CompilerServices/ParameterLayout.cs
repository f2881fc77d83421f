using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>
/// The positions of a parameter's elements in the flat internal vector. The logical order is PyTorch's; the internal order is the fastest
/// for the kernels. Element (i0, i1, ...) of the <see cref="Dimensions"/> is at <see cref="Offset"/> + sum of i_d * stride_d. The
/// dimensions, row-major, enumerate the elements in PyTorch's order; there may be more of them than in <see cref="Shape"/> (the inputs of a
/// dense layer after a convolution are channel, row and column).
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

    /// <summary>The standard deviation of the normal distribution from which the parameter is initialized; zero to start at
    /// <see cref="Mean"/>. Determined by the network's <see cref="Init"/>.</summary>
    public required double Deviation { get; init; }

    /// <summary>The initial value of every element if <see cref="Deviation"/> is zero. Default: 0.</summary>
    public float Mean { get; init; }

    /// <summary>Whether optimizers change the parameter. False for running statistics, which a training step sets by
    /// <see cref="NetworkProgram.UpdateStatistics"/>. Default: true.</summary>
    public bool IsTrainable { get; init; } = true;

    /// <summary>Whether the parameter has one value for each channel or unit, as a bias has.</summary>
    internal bool IsBias => Shape.Count == 1;

    /// <summary>One past the position of its last element.</summary>
    internal int End => Offset + 1 + Dimensions.Sum(dimension => (dimension.Size - 1) * dimension.Stride);
}

/// <summary>One logical dimension of a parameter.</summary>
/// <param name="Size">The number of elements along the dimension.</param>
/// <param name="Stride">The distance, in floats, between neighbours along the dimension.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LayoutDimension(int Size, int Stride);
