namespace ConvGen.Files;

/// <summary>A tensor as a file describes it.</summary>
/// <param name="Name">The name, any text.</param>
/// <param name="Type">The format's name of the element type, any text.</param>
/// <param name="Shape">The shape, row-major.</param>
/// <param name="Begin">The position of its first byte, counted from the end of the header.</param>
/// <param name="End">One past its last byte, not before <paramref name="Begin"/>.</param>
internal sealed record FoundTensor(string Name, string Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Whether the bytes are those of the shape, for elements of the given size.</summary>
    /// <param name="elementBits">The size of an element in bits.</param>
    public bool HasBits(int elementBits)
    {
        if (Shape.Contains(0))
        {
            return Begin == End;
        }

        // Divided instead of multiplied, because the product of false sizes overflows.
        UInt128 bits = (UInt128)elementBits, found = (UInt128)(End - Begin) * 8;
        foreach (long size in Shape)
        {
            if ((UInt128)size > found / bits)
            {
                return false;
            }

            bits *= (UInt128)size;
        }

        return bits == found;
    }

    /// <summary>Whether it has the shape of a parameter.</summary>
    public bool HasShape(IReadOnlyList<int> shape) => Shape.SequenceEqual(shape.Select(size => (long)size));
}
