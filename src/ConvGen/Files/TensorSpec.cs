namespace ConvGen.Files;

/// <summary>The description of a tensor in a file.</summary>
/// <param name="Name">The name, such as <c>Conv1.weight</c>.</param>
/// <param name="Type">The format's name of the element type: <see cref="Float32"/> or <see cref="Byte"/>.</param>
/// <param name="Shape">The shape, row-major. An expected vector may have the size <see cref="AnyLength"/>.</param>
internal sealed record TensorSpec(string Name, string Type, IReadOnlyList<int> Shape)
{
    /// <summary>Single-precision floats.</summary>
    public const string Float32 = "F32";

    /// <summary>Unsigned bytes.</summary>
    public const string Byte = "U8";

    /// <summary>The size of a vector that may have any length.</summary>
    public const int AnyLength = -1;

    /// <summary>The size of an element in bytes.</summary>
    public int ElementBytes => Type == Float32 ? sizeof(float) : sizeof(byte);

    /// <summary>Whether the size is known before the file is read.</summary>
    public bool HasAnyLength => Shape is [AnyLength];

    /// <summary>The size of all elements in bytes.</summary>
    public long Bytes => Shape.Aggregate((long)ElementBytes, (product, size) => product * size);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {ShapeText(Shape)}";

    /// <summary>Formats a shape, such as <c>20x1x5x5</c>.</summary>
    public static string ShapeText<T>(IReadOnlyList<T> shape) => shape.Count == 0 ? "scalar" : string.Join('x', shape);
}
