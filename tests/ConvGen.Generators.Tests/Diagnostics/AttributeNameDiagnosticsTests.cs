using System.Collections.Immutable;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>CVG043: attributes that do not exist, with names that suggest the intended one.</summary>
public sealed class AttributeNameDiagnosticsTests
{
    private const string Normalization =
        "of the normalizations there are [BatchNorm], [LayerNorm] and [InstanceNorm], so remove it or use one of these";

    public static TheoryData<string> Kinds { get; } =
    [
        .. typeof(NetworkAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Attribute)) && !type.IsAbstract && type.Namespace == "ConvGen")
            .Select(type => type.Name[..^"Attribute".Length]),
    ];

    [Fact]
    public void A_name_in_wrong_case_is_reported_with_the_right_name() => Expect(
        "[Network(1, 28, 28)] [Conv(20, 5), {|CVG043:Relu|}] [Dense(10), SoftmaxCrossEntropy] partial class Net;",
        "ConvGen has no [Relu]; did you mean [ReLU]?");

    [Theory]
    [InlineData("Relu", "ReLU")]
    [InlineData("LeakyRelu(0.1)", "LeakyReLU")]
    [InlineData("Leaky_ReLU", "LeakyReLU")]
    [InlineData("Gelu", "GELU")]
    [InlineData("Elu", "ELU")]
    [InlineData("Silu", "SiLU")]
    [InlineData("Swish", "SiLU")]
    [InlineData("Relu6", "ReLU6")]
    [InlineData("Hardtanh(-1, 1)", "Clip")]
    [InlineData("Clamp(-1, 1)", "Clip")]
    [InlineData("Hardsigmoid", "HardSigmoid")]
    [InlineData("Hardswish", "HardSwish")]
    [InlineData("HardSiLU", "HardSwish")]
    [InlineData("Conv2D(20, 5)", "Conv")]
    [InlineData("Conv2d(20, 5)", "Conv")]
    [InlineData("Convolution2D(20, 5)", "Conv")]
    [InlineData("ConvLayer(20, 5)", "Conv")] // A class of the runtime, but not an attribute.
    [InlineData("DepthwiseConv2D(3)", "DepthwiseConv")]
    [InlineData("Conv2DTranspose(8, 3)", "ConvTranspose")]
    [InlineData("ConvTranspose2d(8, 3)", "ConvTranspose")]
    [InlineData("Deconvolution2D(8, 3)", "ConvTranspose")]
    [InlineData("Conv1d(8, 3)", "Conv1D")]
    [InlineData("Convolution1D(8, 3)", "Conv1D")]
    [InlineData("MaxPooling1D(2)", "MaxPool1D")]
    [InlineData("AvgPool1d(2)", "AveragePool1D")]
    [InlineData("MaxPooling2D(2)", "MaxPool")]
    [InlineData("MaxPool2d(2)", "MaxPool")]
    [InlineData("AvgPool(2)", "AveragePool")]
    [InlineData("AvgPool2d(2)", "AveragePool")]
    [InlineData("AveragePooling2D(2)", "AveragePool")]
    [InlineData("LPPool2d(2)", "L2Pool")]
    [InlineData("AdaptiveAvgPool2d(1)", "GlobalAveragePool")]
    [InlineData("GlobalAveragePooling2D", "GlobalAveragePool")]
    [InlineData("Linear(10)", "Dense")]
    [InlineData("FullyConnected(10)", "Dense")]
    [InlineData("Dropout2d(0.5)", "Dropout")]
    [InlineData("SpatialDropout2D(0.5)", "Dropout")]
    [InlineData("Input(784)", "Network")]
    [InlineData("CategoricalCrossentropy", "SoftmaxCrossEntropy")]
    [InlineData("CrossEntropyLoss", "SoftmaxCrossEntropy")]
    [InlineData("BCEWithLogitsLoss", "SigmoidCrossEntropy")]
    [InlineData("MSELoss", "MeanSquaredError")]
    [InlineData("Concatenate(\"Dense1\")", "Concat")]
    [InlineData("Addition(\"Dense1\")", "Add")]
    [InlineData("ResidualBlock", "Residual")]
    [InlineData("Desne(10)", "Dense")]
    [InlineData("Netwrok(784)", "Network")]
    [InlineData("SoftmaxCrosEntropi", "SoftmaxCrossEntropy")]
    [InlineData("ReluAttribute", "ReLU")]
    [InlineData("ConvGen.Relu", "ReLU")]
    public void Other_names_are_reported_with_the_intended_attribute(string attribute, string kind) =>
        ExpectAdvice(attribute, $"did you mean [{kind}]?");

    [Theory]
    [InlineData("Flatten", "[Dense] takes an image as one vector, so remove it")]
    [InlineData("Flaten", "[Dense] takes an image as one vector, so remove it")]
    [InlineData("Identity", "it would change nothing, so remove it")]
    [InlineData("LogSoftmax", "[SoftmaxCrossEntropy] at the end of the network applies the softmax itself, in Predict too")]
    [InlineData("BatchNorm2d", "did you mean [BatchNorm]?")]
    [InlineData("BatchNormalization", "did you mean [BatchNorm]?")]
    [InlineData("LayerNormalization", "did you mean [LayerNorm]?")]
    [InlineData("InstanceNorm2d", "did you mean [InstanceNorm]?")]
    [InlineData("RMSNorm", Normalization)]
    [InlineData("GroupNorm(2, 20)", Normalization)]
    [InlineData("RReLU", "it does not exist yet, and the closest is [LeakyReLU]")]
    [InlineData("SELU", "it does not exist yet, and the closest is [ELU]")]
    [InlineData("HuberLoss", "it does not exist yet, and the closest is [MeanSquaredError]")]
    [InlineData("ZeroPadding2D(1)", "did you mean [Pad]?")]
    [InlineData("UpSampling2D(2)", "did you mean [Upsample]?")]
    [InlineData("DepthToSpace(2)", "did you mean [PixelShuffle]?")]
    [InlineData("ConvTranspose1d(8, 3)", "did you mean [ConvTranspose]? A signal is an image of one row: [Network(channels, 1, length)]")]
    [InlineData("ConvTranspose3d(8, 3)", "layers for volumes do not exist yet")]
    [InlineData("LSTM(20)", "layers for sequences do not exist yet")]
    [InlineData("Conv3D(8, 3)", "layers for volumes do not exist yet")]
    [InlineData("LPPool1d(3)", "did you mean [L2Pool]? A signal is an image of one row: [Network(channels, 1, length)]")]
    public void Layers_that_are_not_needed_or_do_not_exist_are_reported_as_such(string attribute, string advice) =>
        ExpectAdvice(attribute, advice);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_attribute_is_found_in_any_case_and_without_one_letter(string kind)
    {
        ExpectAdvice(kind.Any(char.IsLower) ? kind.ToUpperInvariant() : kind.ToLowerInvariant(), $"did you mean [{kind}]?");
        if (kind.Length > 5)
        {
            ExpectAdvice(kind.Remove(3, 1), $"did you mean [{kind}]?");
        }

        Assert.Empty(Analyze.NamesOf(Compile.Sources($"[{kind}] partial class Net;")));
    }

    [Fact]
    public void All_wrong_names_of_a_network_are_reported() => Expect(
        "[{|CVG043:Netwrok|}(1, 28, 28)] [{|CVG043:Conv2D|}(8, 3), {|CVG043:Relu|}] [{|CVG043:Flatten|}, {|CVG043:Linear|}(10)] partial class Net;",
        "ConvGen has no [Netwrok]; did you mean [Network]?",
        "ConvGen has no [Conv2D]; did you mean [Conv]?",
        "ConvGen has no [Relu]; did you mean [ReLU]?",
        "ConvGen has no [Flatten]; [Dense] takes an image as one vector, so remove it",
        "ConvGen has no [Linear]; did you mean [Dense]?");

    [Theory]
    [InlineData("class Other;")]
    [InlineData("partial class LinearAttribute : System.Attribute; [Linear] partial class Other;")]
    [InlineData("[Relu] class NotPartial;")]
    [InlineData("[Unheard(3)] [Table] [ApiController] partial class Other;")]
    [InlineData("partial class Other { [Relu] void M() { } }")]
    [InlineData("[Other.Relu] partial class Other;")]
    [InlineData("namespace A { class ReluAttribute : System.Attribute; } namespace B { class ReluAttribute : System.Attribute; } namespace C { using A; using B; [Relu] partial class Other; }")]
    public void Attributes_of_others_are_left_to_the_compiler(string source) =>
        Assert.Empty(Analyze.NamesOf(Compile.Sources(source)));

    [Fact]
    public void A_partial_class_where_ConvGen_is_not_imported_is_left_to_the_compiler()
    {
        CSharpCompilation compilation = Compile.Sources().RemoveAllSyntaxTrees();
        Assert.Empty(Analyze.NamesOf(compilation.AddSyntaxTrees(Compile.Parse("[Relu] partial class Other;", "File0.cs"))));
        Assert.Single(Analyze.NamesOf(compilation.AddSyntaxTrees(Compile.Parse(
            "[ConvGen.Network(4)] [Relu] class Net;", "File0.cs"))));
        Assert.Single(Analyze.NamesOf(compilation.AddSyntaxTrees(Compile.Parse(
            "using ConvGen; [Relu] partial class Net;", "File0.cs"))));
    }

    [Fact]
    public void The_message_has_the_line_of_the_name()
    {
        Diagnostic diagnostic = Assert.Single(Analyze.NamesOf(Compile.Sources("[Network(4)]\n[Dense(3),\n Relu]\npartial class Net;")));
        Assert.Equal("File0.cs(3,2): error CVG043: ConvGen has no [Relu]; did you mean [ReLU]?", diagnostic.ToString());
    }

    private static void ExpectAdvice(string attribute, string advice)
    {
        int end = attribute.IndexOf('(', StringComparison.Ordinal);
        string name = end < 0 ? attribute : attribute[..end];
        string bare = name.Replace("ConvGen.", "", StringComparison.Ordinal);
        Expect(
            $"[Network(1, 28, 28)] [{{|CVG043:{name}|}}{attribute[name.Length..]}] [Dense(10)] partial class Net;",
            $"ConvGen has no [{bare}]; {advice}");
    }

    private static void Expect(string marked, params string[] messages)
    {
        var source = MarkedSource.Parse(marked);
        ImmutableArray<Diagnostic> diagnostics = Analyze.NamesOf(Compile.Sources(source.Text));
        MarkedSpan[] found = [.. diagnostics.Select(diagnostic => new MarkedSpan(diagnostic.Id, diagnostic.Location.SourceSpan))];
        Assert.Equal(marked, MarkedSource.Mark(source.Text, found));
        Assert.Equal(messages, diagnostics.Select(diagnostic => diagnostic.GetMessage(formatProvider: null)));
    }
}
