namespace ConvGen.Generators.Planning.Storage;

/// <summary>One parameter tensor: its place in the flat internal vector and how PyTorch's order maps to it.</summary>
/// <param name="Name">Such as <c>Conv1.weight</c>.</param>
/// <param name="Shape">In PyTorch's order.</param>
/// <param name="Offset">The first float in the internal vector; a multiple of 16, so that it starts a cache line.</param>
/// <param name="Floats">Floats that it occupies there, paddings included.</param>
/// <param name="Dimensions">Size and stride of each logical dimension, outermost first.</param>
/// <param name="Start">The numbers that it starts with.</param>
internal sealed record ParameterPlan(
    string Name,
    IReadOnlyList<int> Shape,
    int Offset,
    int Floats,
    IReadOnlyList<DimensionPlan> Dimensions,
    InitialValues Start);

/// <summary>One logical dimension: its number of elements, and the floats from one to the next.</summary>
internal sealed record DimensionPlan(int Size, int Stride);
