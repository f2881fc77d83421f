using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Planning;

/// <summary>The forward schedule that the cost model chooses for convolutions of typical networks.</summary>
public sealed class ForwardScheduleTests
{
    [Theory]
    [InlineData("1, 28, 28", "[Conv(20, 5), MaxPool(2), ReLU]", "pixels in lanes, 4 filters x 2x8 pixels")]
    [InlineData("1, 28, 28", "[Conv(6, 5, Pad = 2), MaxPool(2), ReLU]", "pixels in lanes, 6 filters x 2x8 pixels")]
    [InlineData("3, 64, 64", "[Conv(6, 5), ReLU]", "pixels in lanes, 6 filters x 2x8 pixels")]
    [InlineData("1, 28, 28", "[Conv(20, 5, Stride = 2), ReLU]", "filters in lanes, 2.5 vectors x 1x4 pixels")]
    [InlineData("1, 28, 28", "[Conv(20, 5), MaxPool(2), Sigmoid]", "filters in lanes, 2.5 vectors x 2x2 pixels")]
    [InlineData("6, 14, 14", "[Conv(20, 5), MaxPool(2), ReLU]", "filters in lanes, 2.5 vectors x 2x2 pixels")]
    [InlineData("16, 16, 16", "[Conv(12, 1), ReLU]", "filters in lanes, 1.5 vectors x 1x8 pixels")]
    [InlineData("16, 16, 16", "[Conv(4, 1), ReLU]", "filters in lanes, 1 vector x 1x12 pixels")]
    [InlineData("20, 12, 12", "[Conv(40, 5), MaxPool(2), ReLU]", "Winograd F(2x2,5x5)")]
    [InlineData("6, 14, 14", "[Conv(16, 5), MaxPool(2), ReLU]", "filters in lanes, 2 vectors x 2x2 pixels")]
    [InlineData("3, 32, 32", "[Conv(32, 3, Pad = 1), ReLU]", "filters in lanes, 2 vectors x 1x6 pixels")]
    [InlineData("32, 32, 32", "[Conv(32, 3, Pad = 1), ReLU, MaxPool(2)]", "Winograd F(4x4,3x3)")]
    [InlineData("64, 16, 16", "[Conv(64, 3, Pad = 1), ReLU]", "Winograd F(4x4,3x3)")]
    [InlineData("64, 14, 14", "[Conv(64, 3, Pad = 1), ReLU]", "Winograd F(2x2,3x3)")]
    [InlineData("64, 16, 16", "[Conv(64, 3, Pad = 1), Sigmoid]", "filters in lanes, 3 vectors x 1x4 pixels and 2 vectors x 1x6 pixels")]
    [InlineData("64, 16, 16", "[Conv(64, 3, Pad = 1, Stride = 2), ReLU]", "filters in lanes, 3 vectors x 1x4 pixels and 2 vectors x 1x6 pixels")]
    [InlineData("64, 16, 16", "[Conv(64, 1), ReLU]", "filters in lanes, 3 vectors x 1x4 pixels and 2 vectors x 1x6 pixels")]
    public void The_cost_model_chooses(string input, string layers, string expected)
    {
        string head = Generate.Files($"using ConvGen; [Network({input})] {layers} partial class Net;")["Net/256/Conv1.Forward.g.cs"];

        Assert.Contains($"//   chosen       {expected}, about ", head);
    }
}
