using ConvGen.Generators.Frontend;
using ConvGen.Generators.Frontend.Declarations;
using ConvGen.Generators.Frontend.Reading;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Tests.Frontend;

/// <summary>The result of reading a declaration: order, defaults, and the header of the generated part of the
/// class.</summary>
public sealed class DeclarationReaderTests
{
    [Fact]
    public void Layers_keep_the_order_of_the_source()
    {
        NetworkDeclaration net = Read(
            """
            [Network(1, 28, 28)]
            [Conv(20, 5), MaxPool(2), ReLU]
            [System.Obsolete]
            [Dense(100), Tanh, Sigmoid]
            [Dense(10), SoftmaxCrossEntropy]
            partial class Net;
            """);
        Assert.Equal(
            ["Conv", "MaxPool", "ReLU", "Dense", "Tanh", "Sigmoid", "Dense", "SoftmaxCrossEntropy"],
            net.Layers.Select(layer => layer.Kind));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], net.Layers.Select(layer => layer.AttributeIndex));
        Assert.Equal(new InputDeclaration(1, 28, 28, IsFlat: false), net.Input);
    }

    [Fact]
    public void One_number_is_a_flat_input() =>
        Assert.Equal(
            new InputDeclaration(784, 1, 1, IsFlat: true), Read("[Network(784)] [Dense(10)] partial class Net;").Input);

    [Theory]
    [InlineData("", nameof(InitScheme.He))]
    [InlineData(", Init = Init.He", nameof(InitScheme.He))]
    [InlineData(", Init = Init.Glorot", nameof(InitScheme.Glorot))]
    [InlineData(", Init = Init.LeCun", nameof(InitScheme.LeCun))]
    [InlineData(", Init = Init.Book", nameof(InitScheme.Book))]
    public void Initialisers_have_the_numbers_of_the_runtime(string argument, string expected) =>
        Assert.Equal(expected, Read($"[Network(784{argument})] [Dense(10)] partial class Net;").Init.ToString());

    [Fact]
    public void A_convolution_has_the_defaults_of_its_attribute()
    {
        ConvDeclaration conv = ReadOne<ConvDeclaration>("Conv(20, 5)");
        ConvDeclaration expected = new() { AttributeIndex = 1, Filters = 20, KernelHeight = 5, KernelWidth = 5 };
        Assert.Equal(expected, conv);
        Assert.Equal((1, 1, true, false), (conv.StrideY, conv.StrideX, conv.Bias, conv.Same));
    }

    [Fact]
    public void All_arguments_of_a_convolution_are_read() =>
        Assert.Equal(
            new ConvDeclaration
            {
                AttributeIndex = 1,
                Filters = 20,
                KernelHeight = 3,
                KernelWidth = 5,
                StrideY = 2,
                StrideX = 3,
                Padding = new Padding(Top: 1, Left: 2, Bottom: 3, Right: 4),
                Bias = false,
                GivenName = "First",
            },
            ReadOne<ConvDeclaration>(
                "Conv(20, 3, 5, StrideY = 2, StrideX = 3, PadTop = 1, PadLeft = 2, PadBottom = 3, PadRight = 4, Bias = false, " +
                "Name = \"First\")"));

    [Fact]
    public void The_argument_for_one_side_overrides_the_general_one()
    {
        ConvDeclaration conv = ReadOne<ConvDeclaration>("Conv(20, 5, StrideX = 3, Stride = 2, PadLeft = 0, Pad = 1)");
        Assert.Equal((2, 3), (conv.StrideY, conv.StrideX));
        Assert.Equal(new Padding(Top: 1, Left: 0, Bottom: 1, Right: 1), conv.Padding);
    }

    [Fact]
    public void The_stride_of_a_pool_is_its_window_unless_given()
    {
        MaxPoolDeclaration pool = ReadOne<MaxPoolDeclaration>("MaxPool(3, 2)");
        Assert.Equal((3, 2, 3, 2), (pool.Window.Height, pool.Window.Width, pool.Window.StrideY, pool.Window.StrideX));
        pool = ReadOne<MaxPoolDeclaration>("MaxPool(3, Stride = 2, StrideX = 1, CeilMode = true, Pad = 1)");
        Assert.Equal((3, 3, 2, 1), (pool.Window.Height, pool.Window.Width, pool.Window.StrideY, pool.Window.StrideX));
        Assert.Equal(new Padding(1, 1, 1, 1), pool.Window.Padding);
        Assert.True(pool.CeilMode);
    }

    [Fact]
    public void All_arguments_of_a_dense_layer_are_read() =>
        Assert.Equal(
            new DenseDeclaration { AttributeIndex = 1, Units = 30, Bias = false, GivenName = "Hidden" },
            ReadOne<DenseDeclaration>("Dense(units: 30, Bias = false, Name = \"Hidden\")"));

    [Fact]
    public void Attributes_are_found_under_an_alias() =>
        Assert.Equal(
            ["Dense"],
            Read("using N = ConvGen.NetworkAttribute; using D = ConvGen.DenseAttribute; [N(784)] [D(3)] partial class Net;")
                .Layers.Select(layer => layer.Kind));

    [Fact]
    public void Attributes_of_other_namespaces_are_ignored() =>
        Assert.Equal(
            ["Dense"],
            Read(
                """
                [Network(784)] [Mine.Conv(3)] [Dense(10)] partial class Net;
                namespace Mine { class ConvAttribute(int size) : System.Attribute { public int Size => size; } }
                """).Layers.Select(layer => layer.Kind));

    [Fact]
    public void The_header_of_a_nested_class_includes_its_containing_types()
    {
        NetworkDeclaration net = Read(
            """
            namespace A.@event.B
            {
                partial interface IOuter
                {
                    partial struct One { partial record struct Two { partial record @class { partial class Four {
                        [Network(784)] [Dense(10)] sealed partial record @record;
                    } } } }
                }
            }
            """);
        Assert.Equal("A.@event.B", net.Namespace);
        Assert.Equal(
            [
                new TypeHeader("interface", "IOuter"), new TypeHeader("struct", "One"), new TypeHeader("record struct", "Two"),
                new TypeHeader("record", "@class"), new TypeHeader("class", "Four"),
            ],
            net.ContainingTypes);
        Assert.Equal(new TypeHeader("record", "@record"), net.Type);
    }

    [Fact]
    public void The_global_namespace_is_empty() =>
        Assert.Equal("", Read("[Network(784)] [Dense(10)] partial class Net;").Namespace);

    private static T ReadOne<T>(string layer)
        where T : LayerDeclaration =>
        Assert.IsType<T>(Assert.Single(Read($"[Network(1, 28, 28)] [{layer}] partial class Net;").Layers));

    private static NetworkDeclaration Read(string source)
    {
        Compilation compilation = Compile.Sources(source);
        INamedTypeSymbol type = compilation
            .GetSymbolsWithName(_ => true, SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .Single(candidate => ConvGenAttributes.Of(candidate).Count > 0);
        ReadResult result = DeclarationReader.Read(type, CancellationToken.None);
        Assert.Empty(result.Problems);
        return result.Declaration!;
    }
}
