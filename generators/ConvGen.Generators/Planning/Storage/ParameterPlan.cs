namespace ConvGen.Generators.Planning.Storage;

/// <summary>One parameter tensor: its place in the flat internal vector, and the mapping from PyTorch's order to it.</summary>
/// <param name="Name">The name, such as <c>Conv1.weight</c>.</param>
/// <param name="Shape">The shape in PyTorch's order.</param>
/// <param name="Offset">The offset in the internal vector; a multiple of 16, so that it starts at a cache line.</param>
/// <param name="Floats">The number of floats in the internal vector, including padding.</param>
/// <param name="Dimensions">The size and stride of each logical dimension, outermost first.</param>
/// <param name="Start">The distribution of the initial values.</param>
internal sealed record ParameterPlan(
    string Name,
    IReadOnlyList<int> Shape,
    int Offset,
    int Floats,
    IReadOnlyList<DimensionPlan> Dimensions,
    InitialValues Start)
{
    /// <summary>Whether optimizers change it; false for running statistics.</summary>
    public bool IsTrainable { get; init; } = true;

    /// <summary>True for weights and biases that include a normalization: they are computed for prediction, and the offset is among the
    /// packed weights.</summary>
    public bool IsFolded { get; init; }

    /// <summary>The memory in which it is read.</summary>
    public Memory Where => IsFolded ? new Memory.Packed(Offset) : new Memory.Parameters(Offset);
}

/// <summary>One logical dimension: the number of elements, and the distance in floats between neighbours.</summary>
internal sealed record DimensionPlan(int Size, int Stride);
