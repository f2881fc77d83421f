namespace ConvGen.Generators.Planning;

/// <summary>One of the two programs of a network: its own list of stages, the steps that run them, and the memory that they need.</summary>
internal sealed record PassPlan
{
    /// <summary>The stages in order.</summary>
    public required IReadOnlyList<StagePlan> Stages { get; init; }

    /// <summary>The segments, between which all slices of a mini-batch wait for each other. At least one.</summary>
    public required IReadOnlyList<Segment> Segments { get; init; }

    public required WorkspacePlan Workspace { get; init; }

    /// <summary>The memory of each output, which the loss reads or prediction returns.</summary>
    public required IReadOnlyList<Memory> Results { get; init; }

    /// <summary>Whether the caller's input is copied into the layout of the first stage.</summary>
    public required bool CopiesInput { get; init; }

    /// <summary>The generated classes that add up the gradients of values with several readers.</summary>
    public required IReadOnlyList<GradientSum> GradientSums { get; init; }

    /// <summary>The steps of all segments.</summary>
    public IEnumerable<PassStep> Steps => Segments.SelectMany(segment => segment.Steps);
}

/// <summary>Steps that run chunk by chunk: all steps process one chunk while it is in the cache, then the next one.</summary>
/// <param name="Steps">The steps.</param>
internal sealed record Segment(IReadOnlyList<PassStep> Steps)
{
    /// <summary>What all slices wait for at its end; null for the last segment.</summary>
    public Meeting? End => Steps.Count == 0 ? null : Steps[Steps.Count - 1].Meeting;

    /// <summary>Divides the steps of a pass after each one that ends in a meeting.</summary>
    public static IReadOnlyList<Segment> Divide(IReadOnlyList<PassStep> steps)
    {
        List<Segment> segments = [];
        for (int first = 0; first < steps.Count || segments.Count == 0;)
        {
            List<PassStep> own = [.. steps.Skip(first).TakeWhile(step => step.Meeting is null)];
            own.AddRange(steps.Skip(first + own.Count).Take(1));
            segments.Add(new Segment(own));
            first += own.Count;
        }

        return segments;
    }
}

/// <summary>One call of a pass.</summary>
/// <param name="Call">The kernel and its operands, all of which are in the workspace or are arguments of the pass.</param>
internal sealed record PassStep(KernelCall Call)
{
    public required StepPart Part { get; init; }

    /// <summary>The comment above the call in generated code.</summary>
    public required string About { get; init; }

    /// <summary>The declaration of the local variable for the call's result, such as <c>double loss</c>; null if there is none.</summary>
    public string? Result { get; init; }

    /// <summary>What all slices wait for after the step; null for most steps.</summary>
    public Meeting? Meeting { get; init; }

    /// <summary>True if the step only runs when the caller requests the gradient of the input.</summary>
    public bool OnlyForInputGradient { get; init; }
}

/// <summary>The parts of a pass, in order.</summary>
internal enum StepPart
{
    Forward,
    Loss,
    Backward,
}
