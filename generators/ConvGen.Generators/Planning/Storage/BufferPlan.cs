namespace ConvGen.Generators.Planning.Storage;

/// <summary>A piece of the workspace: how large, and from which step to which step of a pass something lives in it.</summary>
/// <param name="Name">As the generated constants call it, such as <c>Conv1Output</c>.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Floats">Its size for a whole chunk of samples.</param>
/// <param name="FirstStep">The step that writes it first.</param>
/// <param name="LastStep">The last step that reads it; both ends are inclusive.</param>
/// <param name="Offset">Where it starts, in floats; a multiple of 16.</param>
internal sealed record BufferPlan(string Name, ElementType Type, int Floats, int FirstStep, int LastStep, int Offset)
{
    /// <summary>A buffer whose zero border must survive from call to call shares its memory with no other buffer.</summary>
    public static (int First, int Last) Forever => (int.MinValue, int.MaxValue);

    public int End => Offset + Floats;

    public bool LivesBeside(BufferPlan other) => FirstStep <= other.LastStep && other.FirstStep <= LastStep;
}

/// <summary>The workspace of one pass: every buffer, placed.</summary>
internal sealed record WorkspacePlan(IReadOnlyList<BufferPlan> Buffers, int Floats)
{
    public static WorkspacePlan Empty { get; } = new([], 0);

    public BufferPlan this[string name]
    {
        get
        {
            foreach (BufferPlan buffer in Buffers)
            {
                if (buffer.Name == name)
                {
                    return buffer;
                }
            }

            throw new KeyNotFoundException($"The workspace has no buffer '{name}'.");
        }
    }
}
