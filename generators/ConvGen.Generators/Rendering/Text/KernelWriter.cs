namespace ConvGen.Generators.Rendering.Text;

/// <summary>Writes kernels, and knows the vectors of the target that they are for.</summary>
internal sealed class KernelWriter : SourceWriter
{
    public KernelWriter(Target target) => Simd = new VectorText(target);

    private KernelWriter(KernelWriter neighbour)
        : base(neighbour) => Simd = neighbour.Simd;

    /// <summary>How vector instructions are spelled.</summary>
    public VectorText Simd { get; }

    /// <summary>An empty writer that indents as this one does, for text that is needed before the text above it.</summary>
    public KernelWriter Beside() => new(this);
}
