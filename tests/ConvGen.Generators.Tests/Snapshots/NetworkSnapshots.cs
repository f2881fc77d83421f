using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Snapshots;

/// <summary>The files of a network apart from its layers: the public class, the passes, and special inputs and
/// outputs.</summary>
public sealed class NetworkSnapshots
{
    private const string Layers = "[Conv(3, 3, Same = true), MaxPool(2), ReLU, Dense(2, Name = \"Answer\"), SoftmaxCrossEntropy]";

    [Fact]
    public void Class_that_users_see() => Snapshot.Verify(GeneratedCode.File("2, 6, 6", Layers, "Network"));

    [Fact]
    public void Class_whose_declaration_has_an_error() =>
        Snapshot.Verify(GeneratedCode.File("2, 6, 6", Layers.Replace("MaxPool(2)", "MaxPool(0)", StringComparison.Ordinal), "Network"));

    [Fact]
    public void Sizes_and_tables() => Snapshot.Verify(GeneratedCode.File("2, 6, 6", Layers, "Program"));

    [Fact]
    public void Passes() => Snapshot.Verify(GeneratedCode.File("2, 6, 6", Layers, "Passes"));

    [Fact]
    public void Passes_that_predict_without_a_dropout() => Snapshot.Verify(
        GeneratedCode.File("12", "[Dense(8), Dropout(0.5), Dense(2), MeanSquaredError]", "Passes"));

    [Fact]
    public void Input_with_a_border() => Snapshot.Verify(GeneratedCode.File("2, 6, 6", Layers, "Input"));

    [Fact]
    public void Output_that_is_an_image() =>
        Snapshot.Verify(GeneratedCode.File("2, 6, 6", "[Conv(3, 3), MeanSquaredError]", "Output"));
}
