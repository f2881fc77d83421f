using System.Runtime.CompilerServices;
using ConvGen.CompilerServices;

namespace ConvGen.Internal;

/// <summary>Maps PyTorch's order of a parameter's elements to positions in the internal vector.</summary>
internal sealed class ElementMap
{
    private readonly int _offset;
    private readonly int _end;
    private readonly LayoutDimension[] _dimensions;

    /// <param name="layout">The layout from the generated program.</param>
    /// <param name="end">The end of the parameter's range in the internal vector, including padding.</param>
    /// <exception cref="ArgumentException">The layout is inconsistent or leaves that range.</exception>
    public ElementMap(ParameterLayout layout, int end)
    {
        _offset = layout.Offset;
        _end = end;
        _dimensions = new LayoutDimension[layout.Dimensions.Count];
        Length = 1;
        for (int i = 0; i < layout.Shape.Count; i++)
        {
            Length = checked(Length * layout.Shape[i]);
        }

        // These numbers become native addresses without further checks. Loops instead of LINQ, because each LINQ method over a
        // struct must be JIT-compiled at start-up.
        long elements = 1, last = _offset;
        bool arePositive = true;
        for (int i = 0; i < _dimensions.Length; i++)
        {
            LayoutDimension dimension = _dimensions[i] = layout.Dimensions[i];
            elements *= dimension.Size;
            last += (dimension.Size - 1L) * dimension.Stride;
            arePositive &= dimension.Size > 0 && dimension.Stride > 0;
        }

        bool isInside = _offset >= 0 && last < end && arePositive;
        if (!isInside || elements != Length)
        {
            throw new ArgumentException(
                $"The layout of {layout.Name} does not describe {Length} elements between {_offset} and {end} floats.", nameof(layout));
        }
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>Creates the map of a parameter of a network, whose range ends at the start of the next one.</summary>
    public static ElementMap Of(NetworkProgram program, ParameterLayout layout)
    {
        int end = program.ParameterFloats;
        foreach (ParameterLayout other in program.Parameters)
        {
            end = other.Offset > layout.Offset ? Math.Min(end, other.Offset) : end;
        }

        return new ElementMap(layout, end);
    }

    /// <summary>Returns the position of one element in the internal vector.</summary>
    /// <param name="element">The index of the element in PyTorch's order, 0 to <see cref="Length"/> - 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int PlaceOf(int element)
    {
        int place = _offset, rest = element;
        for (int d = _dimensions.Length - 1; d >= 0; d--)
        {
            (rest, int index) = Math.DivRem(rest, _dimensions[d].Size);
            place += index * _dimensions[d].Stride;
        }

        return place;
    }

    /// <summary>Copies from the internal vector into PyTorch's order.</summary>
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

    /// <summary>Copies from PyTorch's order into the internal vector, and sets the padding to zero.</summary>
    public void Scatter(ReadOnlySpan<float> ordered, Span<float> vector)
    {
        CopyElements(ordered, vector);

        // An overflowed gradient may have left NaN in the padding, which every prediction multiplies by zeros.
        if (!VectorMath.AreFinite(ref vector[_offset], _end - _offset))
        {
            vector[_offset.._end].Clear();
            CopyElements(ordered, vector);
        }
    }

    /// <remarks>Optimized because a program copies all weights at start-up; see
    /// <see cref="RandomNumbers.NormalDistribution.Fill"/>.</remarks>
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

    // The elements along the last dimension are neighbours in PyTorch's order, so that one division serves a whole row.
    private LayoutDimension InnermostRow() => _dimensions.Length == 0 ? new(1, 1) : _dimensions[^1];
}
