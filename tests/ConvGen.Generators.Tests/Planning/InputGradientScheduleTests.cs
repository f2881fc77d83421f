using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Planning;

/// <summary>The schedule of a convolution's input gradient, which depends on the layers after the
/// convolution.</summary>
public sealed class InputGradientScheduleTests
{
    [Theory]
    [InlineData("Conv(40, 5), MaxPool(2), ReLU", "dx field by field")]
    [InlineData("Conv(40, 5), ReLU", "dx field by field")]
    [InlineData("Conv(64, 3, Pad = 1), ReLU, MaxPool(2)", "dx field by field")]
    [InlineData("Conv(10, 5), MaxPool(2), ReLU", "dx filter by filter")]
    [InlineData("Conv(2, 3, Stride = 2), ReLU", "dx filter by filter")]
    [InlineData("Conv(64, 3, Pad = 1)", "dx dense, 3 vectors x 4 pixels")]
    [InlineData("Conv(64, 3, Pad = 1), Tanh", "dx dense, 3 vectors x 4 pixels")]
    [InlineData("Conv(64, 3, Pad = 1), MaxPool(2), Tanh", "dx field by field")]
    [InlineData("Conv(64, 3, Pad = 1, Stride = 2), Tanh", "dx field by field")]
    public void The_cost_model_chooses(string layers, string expected) =>
        Assert.Contains(Chosen(expected), Backward("Conv2", $"Conv(20, 3, Pad = 1), ReLU, {layers}"));

    /// <summary>If the gradient of the network's input is not needed, only the list by filter is.</summary>
    [Theory]
    [InlineData("Conv(64, 3, Pad = 1)")]
    [InlineData("Conv(40, 5), MaxPool(2), ReLU")]
    public void The_first_layer_lists_by_filter_only(string layers) =>
        Assert.Contains(Chosen("dx filter by filter"), Backward("Conv1", layers));

    private static string Chosen(string schedule) => $"//   chosen       {schedule}, about ";

    private static string Backward(string layer, string layers) => Generate.Files(
        $"using ConvGen; [Network(16, 12, 12)] [{layers}, Dense(2), SoftmaxCrossEntropy] partial class Net;")
        [$"Net/256/{layer}.Backward.g.cs"];
}
