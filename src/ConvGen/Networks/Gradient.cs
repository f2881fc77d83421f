using ConvGen.CompilerServices;
using ConvGen.Internal;

namespace ConvGen;

/// <summary>The gradient of the loss with respect to one parameter tensor, read in PyTorch's order.</summary>
public sealed class Gradient
{
    private readonly AlignedMemory _vector;
    private readonly ElementMap _map;

    internal Gradient(AlignedMemory vector, ParameterLayout layout, ElementMap map)
    {
        _vector = vector;
        _map = map;
        Name = layout.Name;
        Shape = layout.Shape;
    }

    /// <summary>The <see cref="Parameter.Name"/> of the parameter.</summary>
    public string Name { get; }

    /// <summary>The <see cref="Parameter.Shape"/> of the parameter.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The number of values: the product of <see cref="Shape"/>.</summary>
    public int Length => _map.Length;

    /// <summary>Copies the values out, row-major over <see cref="Shape"/>.</summary>
    /// <param name="destination">Exactly <see cref="Length"/> floats.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has the wrong length.</exception>
    public void CopyTo(Span<float> destination)
    {
        Check.Length(destination.Length, Length, Name, nameof(destination));
        _map.Gather(_vector.Span, destination);
        GC.KeepAlive(_vector);
    }
}
