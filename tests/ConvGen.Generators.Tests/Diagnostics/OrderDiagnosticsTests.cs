using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>CVG02x: the order of layers.</summary>
public sealed class OrderDiagnosticsTests
{
    [Fact]
    public void A_layer_after_the_loss_is_reported() => Analyze.Expect(
        """
        [Network(784)]
        [Dense(30), Sigmoid]
        [Dense(10), SoftmaxCrossEntropy, {|CVG020:Dense|}(5), {|CVG020:ReLU|}]
        partial class Net;
        """,
        [
            "[Dense] follows the loss [SoftmaxCrossEntropy]; the loss must be the last attribute",
            "[ReLU] follows the loss [SoftmaxCrossEntropy]; the loss must be the last attribute",
        ]);

    [Fact]
    public void A_second_loss_is_reported() => Analyze.Expect(
        "[Network(784)] [Dense(10), SoftmaxCrossEntropy, {|CVG021:MeanSquaredError|}] partial class Net;",
        "[MeanSquaredError] is a second loss after [SoftmaxCrossEntropy]; a network has at most one");

    [Fact]
    public void A_loss_on_an_empty_network_is_reported() => Analyze.Expect(
        "[Network(784)] [{|CVG022:SigmoidCrossEntropy|}] partial class Net;",
        "The loss [SigmoidCrossEntropy] has no layer before it to train");

    [Theory]
    [InlineData("SoftmaxCrossEntropy")]
    [InlineData("SigmoidCrossEntropy")]
    [InlineData("MeanSquaredError")]
    [InlineData("QuadraticCost")]
    [InlineData("CrossEntropyCost")]
    public void Every_loss_may_be_last(string loss) => Analyze.ExpectNothing(
        $"[Network(8)] [Dense(10), {loss}] partial class Net;");

    [Fact]
    public void A_network_needs_no_loss() => Analyze.ExpectNothing("[Network(8)] [Dense(10)] partial class Net;");
}
