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

    /// <summary>The residual networks of He and others (2015), section 4.2, with 20 and with 56 layers: the larger one repeats the blocks of
    /// the smaller one.</summary>
    [Fact]
    public void Repeated_blocks_of_a_residual_network_share_their_code()
    {
        int small = SizeOf(ResidualNetwork(blocks: 3));
        int large = SizeOf(ResidualNetwork(blocks: 9));
        Assert.InRange(small, MostCharacters, 1_050_000);
        Assert.InRange((double)large / small, 1, 1.5);
    }

    private static int SizeOf(string source) => Generate.Files(source).Values.Sum(text => text.Length);

    private static string ResidualNetwork(int blocks) => $$"""
        using ConvGen;
        [Network(3, 32, 32)]
        [Conv(16, 3, Same = true, Bias = false), BatchNorm, ReLU]
        {{Blocks(16, blocks)}}
        {{Wider(32)}}
        {{Blocks(32, blocks - 1)}}
        {{Wider(64)}}
        {{Blocks(64, blocks - 1)}}
        [GlobalAveragePool, Dense(10), SoftmaxCrossEntropy]
        partial class Net;
        """;

    private static string Blocks(int filters, int count) => $$"""
        [Repeat({{count}})]
        [Residual, Conv({{filters}}, 3, Same = true, Bias = false), BatchNorm, ReLU]
        [Conv({{filters}}, 3, Same = true, Bias = false), BatchNorm, EndResidual, ReLU]
        [EndRepeat]
        """;

    private static string Wider(int filters) => $$"""
        [Residual, Conv({{filters}}, 3, Stride = 2, Pad = 1, Bias = false), BatchNorm, ReLU]
        [Conv({{filters}}, 3, Same = true, Bias = false), BatchNorm]
        [Shortcut, Conv({{filters}}, 1, Stride = 2, Bias = false), BatchNorm, EndResidual, ReLU]
        """;
}
