namespace ConvGen.Files;

/// <summary>A tensor as a file describes it.</summary>
/// <param name="Name">Such as <c>Conv1.weight</c>.</param>
/// <param name="Type">The format's name of the element type: <see cref="Float32"/> or <see cref="Byte"/>.</param>
/// <param name="Shape">Row-major. The size of a vector may be <see cref="AnyLength"/> in what is expected.</param>
internal sealed record TensorSpec(string Name, string Type, IReadOnlyList<int> Shape)
{
    /// <summary>Single-precision floats.</summary>
    public const string Float32 = "F32";

    /// <summary>Bytes without a sign.</summary>
    public const string Byte = "U8";

    /// <summary>The size of a vector that may have any length.</summary>
    public const int AnyLength = -1;

    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Type == Float32 ? sizeof(float) : sizeof(byte);

    /// <summary>Whether its size is known before the file is read.</summary>
    public bool HasAnyLength => Shape is [AnyLength];

    /// <summary>Bytes of all elements.</summary>
    public long Bytes => Shape.Aggregate((long)ElementBytes, (product, size) => product * size);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {ShapeText(Shape)}";

    /// <summary>A shape in words, such as <c>20x1x5x5</c>.</summary>
    public static string ShapeText<T>(IReadOnlyList<T> shape) => shape.Count == 0 ? "scalar" : string.Join('x', shape);
}
