using ConvGen.Generators.Frontend.Declarations;

namespace ConvGen.Generators.Tests.Frontend;

/// <summary>The names of layers.</summary>
public sealed class LayerNamesTests
{
    [Fact]
    public void Layers_without_a_name_are_counted_per_kind_and_named_ones_count_too() =>
        Assert.Equal(
            ["Conv1", "ReLU1", "MaxPool1", "Middle", "ReLU2", "Conv3", "Dense1", "Tanh1", "Dense2", "SoftmaxCrossEntropy"],
            LayerNames.Of(
            [
                Conv(), Activation(ActivationFunction.ReLU), Pool(),
                Conv("Middle"), Activation(ActivationFunction.ReLU),
                Conv(),
                Dense(), Activation(ActivationFunction.Tanh),
                Dense(), new LossDeclaration { AttributeIndex = 0, Function = LossFunction.SoftmaxCrossEntropy },
            ]));

    private static ConvDeclaration Conv(string? name = null) =>
        new() { AttributeIndex = 0, Filters = 1, KernelHeight = 1, KernelWidth = 1, GivenName = name };

    private static MaxPoolDeclaration Pool() =>
        new() { AttributeIndex = 0, Window = new(2, 2, 2, 2, Dilation: 1, Padding.None) };

    private static DenseDeclaration Dense() => new() { AttributeIndex = 0, Units = 1 };

    private static ActivationDeclaration Activation(ActivationFunction function) =>
        new() { AttributeIndex = 0, Activation = new(function) };
}
