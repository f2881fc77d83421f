using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Snapshots;

/// <summary>Layers that read several values, values that several layers read, and several outputs.</summary>
public sealed class GraphSnapshots
{
    private const string Images = "3, 8, 7";

    /// <summary>The value of ReLU1 is read with a border and without one.</summary>
    private const string Block =
        "[Conv(9, 3), ReLU] [Residual, Conv(9, 3, Same = true), ReLU, Shortcut, Conv(9, 1), EndResidual, ReLU] [Dense(2), MeanSquaredError]";

    private const string Gate =
        "[Conv(9, 3, Name = \"Image\")] [GlobalAveragePool, Conv(9, 1), Sigmoid] [Multiply(\"Image\"), ReLU, Dense(2), MeanSquaredError]";

    private const string Branches =
        "[Conv(9, 3, Name = \"Left\")] [From(\"Input\"), Conv(16, 3, Name = \"Right\")] [Concat(\"Left\"), Dense(2), MeanSquaredError]";

    private const string TwoOutputs =
        "[Conv(4, 3), ReLU(Name = \"Stem\")] [Conv(2, 1), Output(\"Map\")] [From(\"Stem\"), Dense(3), Output(\"Scores\")]";

    [Fact]
    public void Add_forward() => Snapshot.Verify(GeneratedCode.File(Images, Block, "Add1.Forward"));

    [Fact]
    public void Add_backward() => Snapshot.Verify(GeneratedCode.File(Images, Block, "Add1.Backward"));

    [Fact]
    public void Passes_of_a_residual_block() => Snapshot.Verify(GeneratedCode.File(Images, Block, "Passes"));

    [Fact]
    public void Copy_into_another_layout() => Snapshot.Verify(GeneratedCode.File(Images, Block, "Conv3Copy.Forward"));

    [Fact]
    public void Multiply_forward() => Snapshot.Verify(GeneratedCode.File(Images, Gate, "Multiply1.Forward"));

    [Fact]
    public void Multiply_backward() => Snapshot.Verify(GeneratedCode.File(Images, Gate, "Multiply1.Backward"));

    [Fact]
    public void Concat_forward() => Snapshot.Verify(GeneratedCode.File(Images, Branches, "Concat1.Forward"));

    [Fact]
    public void Concat_backward() => Snapshot.Verify(GeneratedCode.File(Images, Branches, "Concat1.Backward"));

    [Fact]
    public void Passes_with_two_outputs() => Snapshot.Verify(GeneratedCode.File(Images, TwoOutputs, "Passes"));

    [Fact]
    public void Class_with_two_outputs() => Snapshot.Verify(GeneratedCode.File(Images, TwoOutputs, "Network"));

    [Fact]
    public void Program_with_two_outputs() => Snapshot.Verify(GeneratedCode.File(Images, TwoOutputs, "Program"));
}
