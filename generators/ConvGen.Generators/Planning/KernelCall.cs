namespace ConvGen.Generators.Planning;

/// <summary>The two programs of a network.</summary>
internal enum PassKind
{
    Prediction,
    Training,
}

/// <summary>The element types of buffers in a workspace. A workspace is one block of floats; an element of another type takes one or more
/// whole floats.</summary>
internal enum ElementType
{
    Float,
    Int,

    /// <summary>A receptive field: its offset and its number of non-zero gradients, two ints.</summary>
    LiveField,

    /// <summary>A non-zero gradient and the offset of its receptive field: the size of two floats.</summary>
    LiveGradient,
}

/// <summary>The memory of a kernel's operand.</summary>
internal abstract record Memory
{
    private Memory(string? bufferName) => BufferName = bufferName;

    /// <summary>The name of the workspace buffer that it refers to; null for other memory.</summary>
    public string? BufferName { get; }

    /// <summary>A value that the stage reads, by its index among the stage's inputs.</summary>
    internal sealed record Input(int Index = 0) : Memory((string?)null);

    /// <summary>The value that the stage writes.</summary>
    internal sealed record Output() : Memory((string?)null);

    /// <summary>The gradient of the value that the stage writes.</summary>
    internal sealed record OutputGradient() : Memory((string?)null);

    /// <summary>The gradient of a value that the stage reads.</summary>
    internal sealed record InputGradient(int Index = 0) : Memory((string?)null);

    /// <summary>A buffer of the workspace.</summary>
    internal sealed record Buffer(string Name) : Memory(Name);

    /// <summary>A buffer of the workspace, or a null reference if the caller does not request the input gradient.</summary>
    internal sealed record OptionalBuffer(string Name) : Memory(Name);

    /// <summary>An argument of the pass, such as <c>inputs</c>.</summary>
    internal sealed record Argument(string Name) : Memory((string?)null);

    /// <summary>A position in the parameters, in the internal layout.</summary>
    internal sealed record Parameters(int Offset) : Memory((string?)null);

    /// <summary>A position in the gradients of the parameters, which have the same layout as the parameters.</summary>
    internal sealed record Gradients(int Offset) : Memory((string?)null);

    /// <summary>A position in the packed weights.</summary>
    internal sealed record Packed(int Offset) : Memory((string?)null);

    /// <summary>A tensor of what the chunks of a slice contribute to the statistics of the mini-batch.</summary>
    internal sealed record Contribution(string Name) : Memory((string?)null);

    /// <summary>A tensor of the statistics of the mini-batch, which all slices share.</summary>
    internal sealed record Shared(string Name) : Memory((string?)null);

    /// <summary>A null reference: the kernel ignores the operand.</summary>
    internal sealed record Nowhere() : Memory((string?)null);
}

/// <summary>An operand of a kernel. It determines both the parameter in the kernel's signature and the argument of its call.</summary>
internal abstract record Operand
{
    private Operand()
    {
    }

    /// <summary>A reference: <c>ref int counts</c> in the signature, <c>ref conv1LiveCounts</c> in the call.</summary>
    internal sealed record Reference(ElementType Type, string Name, Memory Where) : Operand;

    /// <summary>A number, which is a parameter or local of the pass with the same name.</summary>
    internal sealed record Scalar(string Type, string Name) : Operand;

    /// <summary>A whole number that is constant for a stage, but may differ between stages: <c>int layer</c> in the signature, <c>layer:
    /// 1</c> in the call.</summary>
    internal sealed record Constant(string Name, int Value) : Operand;

    public static Operand Floats(string name, Memory where) => new Reference(ElementType.Float, name, where);

    /// <summary>A buffer of the workspace that belongs to one stage.</summary>
    public static Operand Of(BufferRequest buffer, string name) => new Reference(buffer.Type, name, new Memory.Buffer(buffer.Name));
}

/// <summary>One call of a kernel. <c>samples</c> is always the last argument, and is not listed.</summary>
/// <param name="Class">The generated class of the kernel.</param>
/// <param name="Method">The name of the kernel.</param>
/// <param name="Operands">The operands in order.</param>
internal sealed record KernelCall(string Class, string Method, IReadOnlyList<Operand> Operands)
{
    /// <summary>The operands that are references, in order.</summary>
    public IEnumerable<Operand.Reference> References => Operands.OfType<Operand.Reference>();

    /// <summary>Replaces the memory of every reference by the result of <paramref name="resolve"/>.</summary>
    public KernelCall Resolve(Func<Memory, Memory> resolve) => this with
    {
        Operands = [.. Operands.Select(operand =>
            operand is Operand.Reference reference ? reference with { Where = resolve(reference.Where) } : operand)],
    };
}
