namespace ConvGen.Generators.Planning;

/// <summary>One of the two programs of a network: its own list of stages, the steps that run them, and the memory that they need.</summary>
internal sealed record PassPlan
{
    /// <summary>The stages that the pass runs, in order.</summary>
    public required IReadOnlyList<StagePlan> Stages { get; init; }

    /// <summary>The parts between which all slices of a batch meet. At least one.</summary>
    public required IReadOnlyList<Segment> Segments { get; init; }

    public required WorkspacePlan Workspace { get; init; }

    /// <summary>What the pass computes: the values that the loss reads.</summary>
    public required Memory Result { get; init; }

    /// <summary>Whether the caller's input is copied into the layout of the first stage.</summary>
    public required bool CopiesInput { get; init; }

    /// <summary>The classes that add up the gradients of values with several readers.</summary>
    public required IReadOnlyList<GradientSum> GradientSums { get; init; }

    /// <summary>All steps, whichever segment they belong to.</summary>
    public IEnumerable<PassStep> Steps => Segments.SelectMany(segment => segment.Steps);
}

/// <summary>Steps that run chunk by chunk, all of them over one chunk while it is in the cache.</summary>
internal sealed record Segment(IReadOnlyList<PassStep> Steps);

/// <summary>One call of a pass.</summary>
/// <param name="Call">The kernel and its operands, each of which lies in the workspace or is an argument of the pass.</param>
internal sealed record PassStep(KernelCall Call)
{
    public required StepPart Part { get; init; }

    /// <summary>What the step does, as a comment says it beside the call.</summary>
    public required string About { get; init; }

    /// <summary>The local variable that takes what the call returns, such as <c>double loss</c>; null for none.</summary>
    public string? Result { get; init; }

    /// <summary>True where the step is left out unless the caller asks for the gradient of the input.</summary>
    public bool OnlyForInputGradient { get; init; }
}

/// <summary>The parts of a pass, in order.</summary>
internal enum StepPart
{
    Forward,
    Loss,
    Backward,
}
