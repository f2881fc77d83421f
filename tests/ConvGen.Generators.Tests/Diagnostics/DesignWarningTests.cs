using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>Warnings for networks that are valid but probably not intended.</summary>
public sealed class DesignWarningTests
{
    [Theory]
    [InlineData("Conv(2, 3, Stride = {|CVG017:2|}, StrideX = 1, StrideY = 3)", "Stride of [Conv]", "StrideY and StrideX")]
    [InlineData("Conv(2, 3, DilationY = 1, DilationX = 3, Dilation = {|CVG017:2|})", "Dilation of [Conv]", "DilationY and DilationX")]
    [InlineData(
        "DepthwiseConv(3, Pad = {|CVG017:0|}, PadTop = 1, PadLeft = 1, PadBottom = 1, PadRight = 0)", "Pad of [DepthwiseConv]",
        "PadTop, PadLeft, PadBottom and PadRight")]
    [InlineData("MaxPool(2, StrideY = 1, StrideX = 3, Stride = {|CVG017:2|})", "Stride of [MaxPool]", "StrideY and StrideX")]
    public void An_overridden_argument_is_reported(string layer, string argument, string others) => Analyze.Expect(
        $"[Network(1, 9, 9)] [{layer}] [Dense(2)] partial class Net;",
        $"{argument} has no effect, because {others} are given as well");

    [Theory]
    [InlineData("Conv(2, 3, Stride = 2, StrideX = 1)")]
    [InlineData("Conv(2, 3, Dilation = 2, DilationY = 1)")]
    [InlineData("Conv(2, 3, Pad = 1, PadTop = 0, PadLeft = 0, PadBottom = 0)")]
    public void An_argument_for_the_other_sides_is_allowed(string layer) => Analyze.ExpectNothing(
        $"[Network(1, 9, 9)] [{layer}] [Dense(2)] partial class Net;");

    [Theory]
    [InlineData("SoftmaxCrossEntropy", "softmax")]
    [InlineData("SigmoidCrossEntropy", "sigmoid")]
    [InlineData("CrossEntropyCost", "sigmoid")]
    public void A_sigmoid_before_a_cross_entropy_is_reported(string loss, string function) => Analyze.Expect(
        $"[Network(8)] [Dense(4), Sigmoid] [Dense(2), {{|CVG023:Sigmoid|}}] [{loss}] partial class Net;",
        $"[Sigmoid] limits the input of [{loss}], which applies a {function} itself; remove [Sigmoid]");

    [Theory]
    [InlineData("Sigmoid, MeanSquaredError")]
    [InlineData("Sigmoid, QuadraticCost")]
    [InlineData("Sigmoid")]
    [InlineData("LeakyReLU, SoftmaxCrossEntropy")]
    [InlineData("ReLU, MeanSquaredError")]
    [InlineData("Tanh, QuadraticCost")]
    [InlineData("ReLU, Dense(3), SoftmaxCrossEntropy")]
    [InlineData("ReLU")]
    public void Other_activations_and_other_losses_are_allowed(string end) => Analyze.ExpectNothing(
        $"[Network(8)] [Dense(2), {end}] partial class Net;");

    [Theory]
    [InlineData("ReLU", "", "SoftmaxCrossEntropy", "no value below 0", "softmax")]
    [InlineData("ReLU", "", "SigmoidCrossEntropy", "no value below 0", "sigmoid")]
    [InlineData("ReLU", "", "CrossEntropyCost", "no value below 0", "sigmoid")]
    [InlineData("LeakyReLU", "(0)", "SoftmaxCrossEntropy", "no value below 0", "softmax")]
    [InlineData("Softplus", "", "SigmoidCrossEntropy", "no value below 0", "sigmoid")]
    [InlineData("GELU", "", "SoftmaxCrossEntropy", "no value below -0.17", "softmax")]
    [InlineData("SiLU", "", "SoftmaxCrossEntropy", "no value below -0.28", "softmax")]
    [InlineData("ELU", "", "CrossEntropyCost", "no value below -1", "sigmoid")]
    [InlineData("Tanh", "", "SoftmaxCrossEntropy", "no value outside -1 to 1", "softmax")]
    [InlineData("Softmax", "", "SoftmaxCrossEntropy", "no value outside 0 to 1", "softmax")]
    [InlineData("ReLU6", "", "SoftmaxCrossEntropy", "no value outside 0 to 6", "softmax")]
    [InlineData("Clip", "(-0.5, 2)", "CrossEntropyCost", "no value outside -0.5 to 2", "sigmoid")]
    [InlineData("HardSigmoid", "", "SigmoidCrossEntropy", "no value outside 0 to 1", "sigmoid")]
    [InlineData("HardSwish", "", "SoftmaxCrossEntropy", "no value below -0.375", "softmax")]
    [InlineData("Mish", "", "SoftmaxCrossEntropy", "no value below -0.31", "softmax")]
    public void An_activation_that_bounds_the_values_of_a_cross_entropy_is_reported(
        string activation, string argument, string loss, string range, string function) => Analyze.Expect(
        $"[Network(8)] [Dense(4), ReLU] [Dense(2), {{|CVG027:{activation}|}}{argument}, {loss}] partial class Net;",
        $"[{activation}] passes {range} to [{loss}], whose {function} expects values of any size; remove [{activation}]");

    [Fact]
    public void A_dropout_before_the_loss_is_reported() => Analyze.Expect(
        "[Network(8)] [Dense(2), {|CVG024:Dropout|}(0.5), MeanSquaredError] partial class Net;",
        "[Dropout] would set outputs of the network to zero before [MeanSquaredError] compares them; " +
        "put it before the last layer with weights");

    [Fact]
    public void A_dropout_at_the_end_of_a_network_without_a_loss_is_allowed() => Analyze.ExpectNothing(
        "[Network(8)] [Dense(2), Dropout(0.5)] partial class Net;");

    [Theory]
    [InlineData("Conv(2, 3), {|CVG025:MaxPool|}(1)", "MaxPool1 changes nothing: its window is a single pixel")]
    [InlineData("Conv(2, 9), {|CVG025:GlobalAveragePool|}", "GlobalAveragePool1 changes nothing: its window is a single pixel")]
    [InlineData("ReLU, {|CVG025:ReLU|}", "ReLU2 changes nothing: its input is never negative after ReLU1")]
    [InlineData("Sigmoid, {|CVG025:LeakyReLU|}(0.1)", "LeakyReLU1 changes nothing: its input is never negative after Sigmoid1")]
    [InlineData(
        "Softplus, MaxPool(2), AveragePool(2), Dropout(0.1), {|CVG025:ReLU|}",
        "ReLU1 changes nothing: its input is never negative after Softplus1")]
    [InlineData("ReLU6, {|CVG025:ReLU|}", "ReLU1 changes nothing: its input is never negative after ReLU6_1")]
    [InlineData("Clip(0, 1), {|CVG025:ReLU|}", "ReLU1 changes nothing: its input is never negative after Clip1")]
    [InlineData("HardSigmoid, {|CVG025:ReLU|}", "ReLU1 changes nothing: its input is never negative after HardSigmoid1")]
    [InlineData("{|CVG025:Scale|}(1)", "Scale1 changes nothing: it multiplies by 1 and adds 0")]
    [InlineData("ReLU, Scale(2, 1), {|CVG025:ReLU|}", "ReLU2 changes nothing: its input is never negative after ReLU1")]
    [InlineData("L2Pool(2), {|CVG025:ReLU|}", "ReLU1 changes nothing: its input is never negative after L2Pool1")]
    public void A_layer_that_changes_nothing_is_reported(string layers, string message) => Analyze.Expect(
        $"[Network(1, 9, 9)] [{layers}, Dense(2)] partial class Net;", message);

    [Theory]
    [InlineData("MaxPool(1, Stride = 2)")]
    [InlineData("MaxPool(1, 2)")]
    [InlineData("L2Pool(1)")]
    [InlineData("AveragePool(2), ReLU")]
    [InlineData("ReLU, Conv(2, 3), ReLU")]
    [InlineData("Tanh, ReLU")]
    [InlineData("LeakyReLU, ReLU")]
    [InlineData("Clip(-1, 1), ReLU")]
    [InlineData("HardSwish, ReLU")]
    [InlineData("Mish, ReLU")]
    [InlineData("ReLU, ReLU6")]
    [InlineData("ReLU, Clip(-1, 1)")]
    [InlineData("ReLU, Scale(-1), ReLU")]
    [InlineData("ReLU, Scale(1, -1), ReLU")]
    [InlineData("ReLU, Tanh")]
    public void Layers_that_change_something_are_allowed(string layers) => Analyze.ExpectNothing(
        $"[Network(1, 9, 9)] [{layers}, Dense(2)] partial class Net;");

    [Fact]
    public void A_softmax_layer_over_one_channel_is_reported() => Analyze.Expect(
        "[Network(1, 8, 8)] [{|CVG026:Softmax|}, Dense(2)] partial class Net;",
        "The softmax of a single value is always 1, so [Softmax] has no gradient; use [Sigmoid], or one channel for each class");

    [Fact]
    public void A_softmax_over_one_value_is_reported() => Analyze.Expect(
        "[Network(8)] [Dense(1), {|CVG026:SoftmaxCrossEntropy|}] partial class Net;",
        "The softmax of a single value is always 1, so [SoftmaxCrossEntropy] has no gradient; " +
        "use [SigmoidCrossEntropy], or one output for each class");

    [Theory]
    [InlineData("Dense(1), SigmoidCrossEntropy")]
    [InlineData("Dense(2), SoftmaxCrossEntropy")]
    public void A_loss_that_suits_the_outputs_is_allowed(string end) => Analyze.ExpectNothing(
        $"[Network(8)] [{end}] partial class Net;");
}
