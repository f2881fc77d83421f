namespace ConvGen.Generators.Planning.Storage;

/// <summary>A buffer in the workspace, with its size, place and lifetime.</summary>
/// <param name="Name">The name of its constant in generated code, such as <c>Conv1Output</c>.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Floats">The size for a whole chunk of samples.</param>
/// <param name="FirstStep">The first step that writes it.</param>
/// <param name="LastStep">The last step that uses it (inclusive).</param>
/// <param name="Offset">The offset in floats; a multiple of 16.</param>
internal sealed record BufferPlan(string Name, ElementType Type, int Floats, int FirstStep, int LastStep, int Offset)
{
    /// <summary>The lifetime of a buffer whose zero border must persist between calls; it shares memory with no other buffer.</summary>
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
