using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Rendering;

/// <summary>Generated code is read by people and compiled with every build, so it stays small for deep networks,
/// too.</summary>
public sealed class SourceSizeTests
{
    private const int MostCharacters = 305_000;

    [Theory]
    [InlineData("1, 28, 28", "[Conv(20, 5), MaxPool(2), ReLU, Conv(40, 5), MaxPool(2), ReLU, Dense(100), ReLU, Dense(10)]")]
    [InlineData("1, 28, 28", "[Conv(6, 5, Pad = 2), MaxPool(2), ReLU, Conv(16, 5), MaxPool(2), ReLU, "
        + "Dense(120), ReLU, Dense(84), ReLU, Dense(10)]")]
    [InlineData("784", "[Dense(30), Sigmoid, Dense(10)]")]
    [InlineData("3, 32, 32", "[Conv(32, 3, Pad = 1), ReLU, Conv(32, 3, Pad = 1), MaxPool(2), ReLU, "
        + "Conv(64, 3, Pad = 1), ReLU, Conv(64, 3, Pad = 1), MaxPool(2), ReLU, Dense(256), ReLU, Dense(10)]")]
    public void The_source_of_a_network_stays_small_enough_to_build_in_seconds(string input, string layers)
    {
        IReadOnlyDictionary<string, string> files =
            Generate.Files($"using ConvGen; [Network({input})] {layers} [SoftmaxCrossEntropy] partial class Net;");
        Assert.InRange(files.Values.Sum(text => text.Length), 1, MostCharacters);
    }

    /// <summary>n4, the largest of the networks with a loss.</summary>
    [Fact]
    public void The_source_of_both_vector_widths_stays_below_600_KB()
    {
        IReadOnlyDictionary<string, string> files = Generate.FilesOfBothWidths(
            "using ConvGen; [Network(3, 32, 32)] [Conv(32, 3, Pad = 1), ReLU, Conv(32, 3, Pad = 1), MaxPool(2), ReLU, Conv(64, 3, Pad = 1), ReLU] "
            + "[Conv(64, 3, Pad = 1), MaxPool(2), ReLU, Dense(256), ReLU, Dense(10), SoftmaxCrossEntropy] partial class Net;");
        Assert.InRange(files.Values.Sum(text => text.Length), MostCharacters, 600_000);
    }

    /// <summary>A transform is written once per kind, not once per layer.</summary>
    [Fact]
    public void Layers_share_the_transforms_of_their_kind()
    {
        const string Layer = "[Conv(32, 3, Pad = 1), ReLU]";
        IReadOnlyDictionary<string, string> files =
            Generate.Files($"using ConvGen; [Network(32, 16, 16)] {Layer} {Layer} {Layer} partial class Net;");
        string transforms = files["Net/256/WinogradF4x3.g.cs"];
        Assert.Contains("the transforms of Conv1, Conv2, Conv3\n", transforms, StringComparison.Ordinal);
        Assert.Single(files, file => file.Value.Contains("static class WinogradF4x3", StringComparison.Ordinal));
    }
}
