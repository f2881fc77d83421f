using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Snapshots;

/// <summary>Transposed convolutions: forward in phases, backward as a convolution.</summary>
public sealed class TransposedSnapshots
{
    private const string Doubling = "[ConvTranspose(12, 4, Stride = 2, Pad = 1), ReLU, Conv(2, 3, Pad = 1), MeanSquaredError]";
    private const string Single = "[ConvTranspose(3, 3, Bias = false), Sigmoid, MeanSquaredError]";

    [Fact]
    public void Forward_in_phases() => Snapshot.Verify(GeneratedCode.File("20, 9, 15", Doubling, "ConvTranspose1.Forward"));

    [Fact]
    public void Backward() => Snapshot.Verify(GeneratedCode.File("20, 9, 15", Doubling, "ConvTranspose1.Backward"));

    [Fact]
    public void Forward_of_one_pixel() => Snapshot.Verify(GeneratedCode.File("9, 1, 1", Single, "ConvTranspose1.Forward"));

    [Fact]
    public void Backward_of_one_pixel() => Snapshot.Verify(GeneratedCode.File("9, 1, 1", Single, "ConvTranspose1.Backward"));
}
