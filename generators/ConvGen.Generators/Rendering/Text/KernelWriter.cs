namespace ConvGen.Generators.Rendering.Text;

/// <summary>Writes kernels for the vectors of a target.</summary>
internal sealed class KernelWriter : SourceWriter
{
    public KernelWriter(Target target) => Simd = new VectorText(target);

    private KernelWriter(KernelWriter neighbour)
        : base(neighbour) => Simd = neighbour.Simd;

    /// <summary>The text of vector instructions.</summary>
    public VectorText Simd { get; }

    /// <summary>Creates an empty writer with the same indentation, for text that must be known before the text above it is
    /// written.</summary>
    public KernelWriter Beside() => new(this);

    /// <summary>Creates an empty writer whose text belongs between braces that are written later.</summary>
    public KernelWriter Indented()
    {
        KernelWriter inner = new(this);
        inner.Indent();
        return inner;
    }
}
