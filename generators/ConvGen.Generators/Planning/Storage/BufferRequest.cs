namespace ConvGen.Generators.Planning.Storage;

/// <summary>A buffer that a pass needs. How long it lives follows from the steps that name it.</summary>
/// <param name="Name">As generated code calls it, such as <c>Conv1Output</c>.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Floats">Its size for a whole chunk of samples, in floats whatever it holds.</param>
/// <param name="KeepsZeros">True where some of it is never written and must stay zero, so that it shares its memory with no other
/// buffer.</param>
internal sealed record BufferRequest(string Name, ElementType Type, int Floats, bool KeepsZeros = false)
{
    /// <summary>The memory of a value for a chunk of samples. A border around it must stay zero.</summary>
    public static BufferRequest ForValue(string name, ActivationLayout layout, int samples) =>
        new(name, ElementType.Float, layout.SampleStride * samples + layout.Slack, KeepsZeros: layout.HasBorder);
}
