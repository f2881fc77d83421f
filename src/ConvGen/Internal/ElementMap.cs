using System.Runtime.CompilerServices;
using ConvGen.CompilerServices;

namespace ConvGen.Internal;

/// <summary>Translates between PyTorch's order of a parameter's elements and their places in the internal vector.</summary>
internal sealed class ElementMap
{
    private readonly int offset;
    private readonly int end;
    private readonly LayoutDimension[] dimensions;

    /// <param name="layout">What the compiler decided.</param>
    /// <param name="end">Where the parameter's space in the internal vector ends, paddings included.</param>
    /// <exception cref="ArgumentException">The layout contradicts itself or leaves that space.</exception>
    public ElementMap(ParameterLayout layout, int end)
    {
        offset = layout.Offset;
        this.end = end;
        dimensions = new LayoutDimension[layout.Dimensions.Count];
        Length = 1;
        for (int i = 0; i < layout.Shape.Count; i++)
        {
            Length = checked(Length * layout.Shape[i]);
        }

        // Everything below addresses native memory by these numbers, so they are checked once, here. Loops, because each method
        // of LINQ over a struct is compiled anew when a program starts.
        long elements = 1, last = offset;
        bool arePositive = true;
        for (int i = 0; i < dimensions.Length; i++)
        {
            LayoutDimension dimension = dimensions[i] = layout.Dimensions[i];
            elements *= dimension.Size;
            last += (dimension.Size - 1L) * dimension.Stride;
            arePositive &= dimension.Size > 0 && dimension.Stride > 0;
        }

        bool isInside = offset >= 0 && last < end && arePositive;
        if (!isInside || elements != Length)
        {
            throw new ArgumentException(
                $"The layout of {layout.Name} does not describe {Length} elements between {offset} and {end} floats.", nameof(layout));
        }
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The map of a parameter of a network, whose space ends where the next one's begins.</summary>
    public static ElementMap Of(NetworkProgram program, ParameterLayout layout)
    {
        int end = program.ParameterFloats;
        foreach (ParameterLayout other in program.Parameters)
        {
            end = other.Offset > layout.Offset ? Math.Min(end, other.Offset) : end;
        }

        return new ElementMap(layout, end);
    }

    /// <summary>The place of one element in the internal vector.</summary>
    /// <param name="element">Its number in PyTorch's order, 0 to <see cref="Length"/> - 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int PlaceOf(int element)
    {
        int place = offset, rest = element;
        for (int d = dimensions.Length - 1; d >= 0; d--)
        {
            (rest, int index) = Math.DivRem(rest, dimensions[d].Size);
            place += index * dimensions[d].Stride;
        }

        return place;
    }

    /// <summary>Copies out of the internal vector into PyTorch's order.</summary>
    public void Gather(ReadOnlySpan<float> vector, Span<float> ordered)
    {
        LayoutDimension row = InnermostRow();
        for (int element = 0; element < Length; element += row.Size)
        {
            int place = PlaceOf(element);
            for (int i = 0; i < row.Size; i++, place += row.Stride)
            {
                ordered[element + i] = vector[place];
            }
        }
    }

    /// <summary>Copies from PyTorch's order into the internal vector, whose paddings are zero, or become it.</summary>
    public void Scatter(ReadOnlySpan<float> ordered, Span<float> vector)
    {
        CopyElements(ordered, vector);

        // A gradient that overflowed leaves NaN in paddings, too, which are multiplied with zeros at every prediction.
        if (!VectorMath.AreFinite(ref vector[offset], end - offset))
        {
            vector[offset..end].Clear();
            CopyElements(ordered, vector);
        }
    }

    /// <remarks>A program that starts copies all its weights; see <see cref="RandomNumbers.NormalDistribution.Fill"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyElements(ReadOnlySpan<float> ordered, Span<float> vector)
    {
        LayoutDimension row = InnermostRow();
        for (int element = 0; element < Length; element += row.Size)
        {
            int place = PlaceOf(element);
            for (int i = 0; i < row.Size; i++, place += row.Stride)
            {
                vector[place] = ordered[element + i];
            }
        }
    }

    // The elements along it are neighbours in PyTorch's order, so that one division serves a whole row.
    private LayoutDimension InnermostRow() => dimensions.Length == 0 ? new(1, 1) : dimensions[^1];
}
