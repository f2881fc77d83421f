namespace ConvGen.Generators.Planning.Storage;

/// <summary>A buffer that a pass needs. Its lifetime follows from the steps that use it.</summary>
/// <param name="Name">The name in generated code, such as <c>Conv1Output</c>.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Floats">The size for a whole chunk of samples, in floats regardless of <paramref name="Type"/>.</param>
/// <param name="KeepsZeros">True if a part of it is never written and must stay zero, so that it shares memory with no other
/// buffer.</param>
internal sealed record BufferRequest(string Name, ElementType Type, int Floats, bool KeepsZeros = false)
{
    /// <summary>Requests the memory of a value for a chunk of samples. A border must stay zero.</summary>
    public static BufferRequest ForValue(string name, ActivationLayout layout, int samples) =>
        new(name, ElementType.Float, layout.SampleStride * samples + layout.Slack, KeepsZeros: layout.HasBorder);
}
