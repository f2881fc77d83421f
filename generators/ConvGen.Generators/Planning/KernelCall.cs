namespace ConvGen.Generators.Planning;

/// <summary>Which of a network's two programs a list of stages belongs to.</summary>
internal enum PassKind
{
    Prediction,
    Training,
}

/// <summary>The types that live in a workspace. A workspace is one block of floats; an element of another type takes whole floats.</summary>
internal enum ElementType
{
    Float,
    Int,

    /// <summary>The end of a receptive field's entries in a list, two ints.</summary>
    LiveField,

    /// <summary>A non-zero gradient and the offset of its receptive field, two floats.</summary>
    LiveGradient,
}

/// <summary>Where an operand of a kernel lies. A closed family.</summary>
internal abstract record Memory
{
    private Memory(string? bufferName) => BufferName = bufferName;

    /// <summary>The buffer of the workspace that it belongs to; null elsewhere.</summary>
    public string? BufferName { get; }

    /// <summary>A value that the stage reads, by its place among the stage's inputs.</summary>
    internal sealed record Input(int Index = 0) : Memory((string?)null);

    /// <summary>The value that the stage writes.</summary>
    internal sealed record Output() : Memory((string?)null);

    /// <summary>The gradient of the value that the stage writes.</summary>
    internal sealed record OutputGradient() : Memory((string?)null);

    /// <summary>The gradient of a value that the stage reads.</summary>
    internal sealed record InputGradient(int Index = 0) : Memory((string?)null);

    /// <summary>A buffer of the workspace.</summary>
    internal sealed record Buffer(string Name) : Memory(Name);

    /// <summary>A buffer of the workspace, or a null reference where the caller asks for no input gradient.</summary>
    internal sealed record OptionalBuffer(string Name) : Memory(Name);

    /// <summary>An argument of the pass, such as <c>inputs</c>.</summary>
    internal sealed record Argument(string Name) : Memory((string?)null);

    /// <summary>Among the parameters in the internal layout.</summary>
    internal sealed record Parameters(int Offset) : Memory((string?)null);

    /// <summary>Among the gradients of the parameters, which lie as the parameters do.</summary>
    internal sealed record Gradients(int Offset) : Memory((string?)null);

    /// <summary>Among the packed weights.</summary>
    internal sealed record Packed(int Offset) : Memory((string?)null);

    /// <summary>A null reference: the kernel leaves the operand out.</summary>
    internal sealed record Nowhere() : Memory((string?)null);
}

/// <summary>An operand of a kernel. It gives both the parameter of the kernel's signature and the argument of its call. A closed
/// family.</summary>
internal abstract record Operand
{
    private Operand()
    {
    }

    /// <summary>A reference: <c>ref int counts</c> in the signature, <c>ref conv1LiveCounts</c> in the call.</summary>
    internal sealed record Reference(ElementType Type, string Name, Memory Where) : Operand;

    /// <summary>A number, which the pass has under the same name.</summary>
    internal sealed record Scalar(string Type, string Name) : Operand;

    /// <summary>A whole number that is the same in every call of a stage, but not of every stage: <c>int layer</c> in the signature,
    /// <c>layer: 1</c> in the call.</summary>
    internal sealed record Constant(string Name, int Value) : Operand;

    public static Operand Floats(string name, Memory where) => new Reference(ElementType.Float, name, where);

    /// <summary>A buffer of the workspace that belongs to one stage.</summary>
    public static Operand Of(BufferRequest buffer, string name) => new Reference(buffer.Type, name, new Memory.Buffer(buffer.Name));
}

/// <summary>One call of a kernel. <c>samples</c> is always the last argument and not listed.</summary>
/// <param name="Class">The generated class that holds the kernel.</param>
/// <param name="Method">The kernel.</param>
/// <param name="Operands">Its operands in order.</param>
internal sealed record KernelCall(string Class, string Method, IReadOnlyList<Operand> Operands)
{
    /// <summary>The operands that are references, in order.</summary>
    public IEnumerable<Operand.Reference> References => Operands.OfType<Operand.Reference>();

    /// <summary>The same call with every reference led to where <paramref name="resolve"/> says.</summary>
    public KernelCall Resolve(Func<Memory, Memory> resolve) => this with
    {
        Operands = [.. Operands.Select(operand =>
            operand is Operand.Reference reference ? reference with { Where = resolve(reference.Where) } : operand)],
    };
}
