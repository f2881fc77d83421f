using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Planning;

/// <summary>Tests the initial standard deviations of parameters in the generated table.</summary>
public sealed class WeightInitializationTests
{
    private const string Layers = "[Conv(20, 5), ReLU, MaxPool(2)] [Dense(100), ReLU] [Dense(10), SoftmaxCrossEntropy]";

    [Theory]
    [InlineData("He", "Math.Sqrt(2.0 / 25)", "0", "Math.Sqrt(2.0 / 2880)", "0", "Math.Sqrt(2.0 / 100)", "0")]
    [InlineData("Glorot", "Math.Sqrt(2.0 / 525)", "0", "Math.Sqrt(2.0 / 2980)", "0", "Math.Sqrt(2.0 / 110)", "0")]
    [InlineData("LeCun", "Math.Sqrt(1.0 / 25)", "0", "Math.Sqrt(1.0 / 2880)", "0", "Math.Sqrt(1.0 / 100)", "0")]

    // network3.py: n_out of the convolution is 20 * 25 / 4; biases are standard normal; SoftmaxLayer starts at zero.
    [InlineData("Book", "Math.Sqrt(4.0 / 500)", "1", "Math.Sqrt(1.0 / 100)", "1", "0", "0")]
    public void An_initialiser_gives_every_parameter_its_deviation(string init, params string[] expected) =>
        Assert.Equal(expected, Deviations($"[Network(1, 28, 28, Init = Init.{init})] {Layers}"));

    [Fact]
    public void Only_a_dense_layer_before_a_softmax_starts_at_zero()
    {
        Assert.Equal(
            ["Math.Sqrt(1.0 / 10)", "1"], Deviations("[Network(784, Init = Init.Book)] [Dense(10), SigmoidCrossEntropy]"));
        Assert.Equal(
            ["Math.Sqrt(1.0 / 10)", "1"], Deviations("[Network(784, Init = Init.Book)] [Dense(10), ReLU, SoftmaxCrossEntropy]"));
    }

    private static IEnumerable<string> Deviations(string declaration) =>
        Generate.Files($"using ConvGen; {declaration} partial class Net;")["Net/256/Program.g.cs"]
            .Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.StartsWith("Deviation = ", StringComparison.Ordinal))
            .Select(line => line["Deviation = ".Length..].TrimEnd(','));
}
