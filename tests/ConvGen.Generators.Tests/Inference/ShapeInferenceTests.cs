using ConvGen.Generators.Common;
using ConvGen.Generators.Frontend.Declarations;
using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Tests.Inference;

/// <summary>The shapes of whole networks.</summary>
public sealed class ShapeInferenceTests
{
    [Fact]
    public void The_network_of_the_book_has_its_shapes_and_parameters()
    {
        ShapedNetwork net = Infer(
            new InputDeclaration(1, 28, 28, IsFlat: false),
            [Conv(20, 5), Pool(2), ReLU(), Conv(40, 5), Pool(2), ReLU(), Dense(100), ReLU(), Dense(10), Loss()]);
        Assert.Equal(
            [
                "Conv1 20x24x24", "MaxPool1 20x12x12", "ReLU1 20x12x12", "Conv2 40x8x8", "MaxPool2 40x4x4", "ReLU2 40x4x4",
                "Dense1 100", "ReLU3 100", "Dense2 10",
            ],
            net.Layers.Select(layer => $"{layer.Name} {layer.Output}"));
        Assert.Equal([520, 0, 0, 20_040, 0, 0, 64_100, 0, 1_010], net.Layers.Select(layer => layer.Parameters));
        Assert.Equal([288_000, 0, 0, 1_280_000, 0, 0, 64_000, 0, 1_000], net.Layers.Select(layer => layer.MultiplyAdds));
        Assert.Equal(LossFunction.SoftmaxCrossEntropy, net.Loss);
        Assert.Equal(Shape.Flat(10), net.Output);
        Assert.Equal("1x28x28", net.Input.ToString());
    }

    [Fact]
    public void Same_is_resolved_to_numbers()
    {
        ShapedConv conv = Assert.IsType<ShapedConv>(Assert.Single(
            Infer(new InputDeclaration(3, 28, 29, IsFlat: false), [Conv(8, 4) with { Same = true, StrideX = 2 }]).Layers));
        Assert.Equal(new Shape(8, 28, 15, IsFlat: false), conv.Output);
        Assert.Equal(new Padding(Top: 1, Left: 1, Bottom: 2, Right: 2), conv.Padding);
    }

    [Fact]
    public void Dilation_widens_the_kernel_and_adds_no_parameters()
    {
        ShapedConv conv = Assert.IsType<ShapedConv>(Assert.Single(Infer(
            new InputDeclaration(3, 28, 29, IsFlat: false), [Conv(8, 3) with { DilationY = 4, DilationX = 2, StrideX = 2 }]).Layers));
        Assert.Equal(new Shape(8, 20, 13, IsFlat: false), conv.Output);
        Assert.Equal((9, 5), (conv.ExtentHeight, conv.ExtentWidth));
        Assert.Equal(8 * (3 * 9 + 1), conv.Parameters);
    }

    [Fact]
    public void Same_counts_the_gaps_of_a_dilated_kernel()
    {
        ShapedConv conv = Assert.IsType<ShapedConv>(Assert.Single(Infer(
            new InputDeclaration(3, 28, 29, IsFlat: false),
            [Conv(8, 4) with { Same = true, DilationY = 2, DilationX = 3, StrideX = 2 }]).Layers));
        Assert.Equal(new Shape(8, 28, 15, IsFlat: false), conv.Output);
        Assert.Equal(new Padding(Top: 3, Left: 4, Bottom: 3, Right: 5), conv.Padding);
    }

    [Fact]
    public void Groups_divide_parameters_and_multiply_adds()
    {
        ShapedConv conv = Assert.IsType<ShapedConv>(Assert.Single(Infer(
            new InputDeclaration(6, 10, 10, IsFlat: false), [Conv(12, 3) with { Groups = 3 }]).Layers));
        Assert.Equal(12 * (2 * 9 + 1), conv.Parameters);
        Assert.Equal(12 * 8 * 8 * 2 * 9, conv.MultiplyAdds);
    }

    [Fact]
    public void A_network_without_a_loss_has_none() =>
        Assert.Null(Infer(new InputDeclaration(8, 1, 1, IsFlat: true), [Dense(2)]).Loss);

    [Fact]
    public void A_layer_without_bias_has_fewer_parameters()
    {
        ShapedNetwork net = Infer(
            new InputDeclaration(2, 3, 3, IsFlat: false), [Conv(4, 3) with { Bias = false }, Dense(5) with { Bias = false }]);
        Assert.Equal([4 * 2 * 9, 5 * 4], net.Layers.Select(layer => layer.Parameters));
    }

    private static ShapedNetwork Infer(InputDeclaration input, EquatableArray<LayerDeclaration> layers)
    {
        InferenceResult result = ShapeInference.Infer(new NetworkDeclaration
        {
            Namespace = "",
            ContainingTypes = [],
            Type = new TypeHeader("class", "Net"),
            Input = input,
            Init = InitScheme.He,
            Layers = layers,
        });
        Assert.Empty(result.Problems);
        return result.Network!;
    }

    private static ConvDeclaration Conv(int filters, int kernel) =>
        new() { AttributeIndex = 0, Filters = filters, KernelHeight = kernel, KernelWidth = kernel };

    private static MaxPoolDeclaration Pool(int window) =>
        new() { AttributeIndex = 0, Window = new(window, window, window, window, Dilation: 1, Padding.None) };

    private static DenseDeclaration Dense(int units) => new() { AttributeIndex = 0, Units = units };

    private static ActivationDeclaration ReLU() => new() { AttributeIndex = 0, Activation = new(ActivationFunction.ReLU) };

    private static LossDeclaration Loss() => new() { AttributeIndex = 0, Function = LossFunction.SoftmaxCrossEntropy };
}
