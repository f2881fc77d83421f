using ConvGen.CompilerServices;
using ConvGen.Generators.Diagnostics;
using ConvGen.Generators.Frontend;
using ConvGen.Generators.Frontend.Declarations;
using ConvGen.Generators.Frontend.Reading;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generators.Tests.Pipeline;

/// <summary>
/// C# does not check that a switch handles every derived record. These tests run each kind of layer through reading and inference, and
/// <see cref="StageFamilyTests"/> through planning and rendering. For a new kind of layer they fail until it is handled everywhere. A kind
/// whose attribute alone is not a valid network over a vector needs a line in <see cref="SpecialSamples"/>.
/// </summary>
public sealed class LayerFamilyTests
{
    /// <summary>Networks with attributes that need arguments, an image or a layer before them, by the attribute's name.</summary>
    private static readonly Dictionary<string, string> SpecialSamples = new()
    {
        ["Add"] = "[Network(8)] [ReLU, Add(\"Input\")] partial class Net;",
        ["Concat"] = "[Network(8)] [ReLU, Concat(\"Input\")] partial class Net;",
        ["EndResidual"] = "[Network(8)] [Residual, ReLU, EndResidual] partial class Net;",
        ["From"] = "[Network(8)] [ReLU, From(\"Input\"), Add(\"ReLU1\")] partial class Net;",
        ["Multiply"] = "[Network(8)] [ReLU, Multiply(\"Input\")] partial class Net;",
        ["Output"] = "[Network(8)] [ReLU, Output(\"Rectified\")] partial class Net;",
        ["Residual"] = "[Network(8)] [Residual, ReLU, EndResidual] partial class Net;",
        ["Shortcut"] = "[Network(8)] [Residual, ReLU, Shortcut, Tanh, EndResidual] partial class Net;",
        ["AveragePool1D"] = "[Network(1, 1, 8)] [AveragePool1D(2)] partial class Net;",
        ["Conv1D"] = "[Network(1, 1, 8)] [Conv1D(2, 3)] partial class Net;",
        ["ConvTranspose"] = "[Network(2, 4, 4)] [ConvTranspose(3, 3, Stride = 2)] partial class Net;",
        ["MaxPool1D"] = "[Network(1, 1, 8)] [MaxPool1D(2)] partial class Net;",
        ["AveragePool"] = "[Network(1, 8, 8)] [AveragePool(2)] partial class Net;",
        ["Clip"] = "[Network(8)] [Clip(-1, 1)] partial class Net;",
        ["Conv"] = "[Network(1, 8, 8)] [Conv(2, 3)] partial class Net;",
        ["Dense"] = "[Network(8)] [Dense(2)] partial class Net;",
        ["DepthwiseConv"] = "[Network(2, 8, 8)] [DepthwiseConv(3)] partial class Net;",
        ["Dropout"] = "[Network(8)] [Dropout(0.5)] partial class Net;",
        ["GlobalAveragePool"] = "[Network(1, 8, 8)] [GlobalAveragePool] partial class Net;",
        ["GlobalMaxPool"] = "[Network(1, 8, 8)] [GlobalMaxPool] partial class Net;",
        ["L2Pool"] = "[Network(1, 8, 8)] [L2Pool(2)] partial class Net;",
        ["InstanceNorm"] = "[Network(2, 4, 4)] [InstanceNorm(Affine = true)] partial class Net;",
        ["Scale"] = "[Network(8)] [Scale(2, 1)] partial class Net;",
        ["MaxPool"] = "[Network(1, 8, 8)] [MaxPool(2)] partial class Net;",
        ["Slice"] = "[Network(8)] [Slice(2, 4)] partial class Net;",
        ["ChannelShuffle"] = "[Network(6, 8, 8)] [ChannelShuffle(3)] partial class Net;",
        ["PixelShuffle"] = "[Network(4, 8, 8)] [PixelShuffle(2)] partial class Net;",
        ["Pad"] = "[Network(1, 8, 8)] [Pad(1)] partial class Net;",
        ["Upsample"] = "[Network(1, 8, 8)] [Upsample(2)] partial class Net;",
        ["CrossEntropyCost"] = "[Network(8)] [Dense(2), CrossEntropyCost] partial class Net;",
        ["QuadraticCost"] = "[Network(8)] [Dense(2), QuadraticCost] partial class Net;",
        ["MeanSquaredError"] = "[Network(8)] [Dense(2), MeanSquaredError] partial class Net;",
        ["SigmoidCrossEntropy"] = "[Network(8)] [Dense(2), SigmoidCrossEntropy] partial class Net;",
        ["SoftmaxCrossEntropy"] = "[Network(8)] [Dense(2), SoftmaxCrossEntropy] partial class Net;",
    };

    /// <summary>A network with each attribute of the runtime, by the attribute's name.</summary>
    private static readonly Dictionary<string, string> SamplesByKind = typeof(NetworkAttribute).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(Attribute)) && !type.IsAbstract && type != typeof(NetworkAttribute))
        .Select(type => type.Name[..^nameof(Attribute).Length])
        // The front end writes repetitions out, so that no stage sees their brackets.
        .Except(["Repeat", "EndRepeat"])
        .ToDictionary(kind => kind, kind => SpecialSamples.GetValueOrDefault(kind, $"[Network(8)] [{kind}] partial class Net;"));

    /// <summary>The samples, for tests of a single stage.</summary>
    internal static IReadOnlyCollection<string> Samples => SamplesByKind.Values;

    /// <summary>The sample of the given kind.</summary>
    internal static string SampleOf(string kind) => SamplesByKind[kind];

    public static TheoryData<string> Kinds { get; } = [.. SamplesByKind.Keys];

    [Fact]
    public void Every_activation_has_an_attribute() =>
        Assert.Empty(Enum.GetNames<ActivationFunction>().Except(SamplesByKind.Keys));

    [Fact]
    public void Every_sample_is_that_of_an_attribute() => Assert.Empty(SpecialSamples.Keys.Except(SamplesByKind.Keys));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_read_and_called_after_its_attribute(string kind) =>
        Assert.Contains(kind, Read(kind).Layers.Select(layer => layer.Kind));

    [Fact]
    public void Every_declaration_has_a_sample() =>
        Assert.Equal(
            Family<LayerDeclaration>().Except([typeof(RepeatDeclaration), typeof(EndRepeatDeclaration)]).ToHashSet(),
            SamplesByKind.Keys.SelectMany(kind => Read(kind).Layers).Select(layer => layer.GetType()).ToHashSet());

    [Fact]
    public void Every_shaped_layer_comes_out_of_inference() =>
        Assert.Equal(
            Family<ShapedLayer>(),
            SamplesByKind.Keys.SelectMany(kind => ShapeInference.Infer(Read(kind)).Network!.Layers)
                .Select(layer => layer.GetType()).ToHashSet());

    [Fact]
    public void Layers_with_parameters_become_members_and_no_others() => Assert.All(SamplesByKind.Keys, kind =>
    {
        NetworkDeclaration declaration = Read(kind);
        ShapedNetwork network = ShapeInference.Infer(declaration).Network!;
        Assert.All(
            declaration.Layers.Where(layer => layer is not (StructureDeclaration or LossDeclaration)).Zip(network.Layers),
            pair => Assert.Equal(pair.Second.Property?.Type, pair.First.MemberType));
    });

    [Fact]
    public void Every_site_can_be_located()
    {
        INamedTypeSymbol type = TypeOf("[Network(8)] [Dense(2)] partial class Net { int Mine; }");
        Site[] sites =
        [
            new Site.TypeName(0), new Site.Member("F:Net.Mine"), new Site.Network(), new Site.Attribute(1),
            new Site.Argument(1, ["units"]),
        ];
        Assert.Equal(Family<Site>(), sites.Select(site => site.GetType()).ToHashSet());
        Assert.Equal(
            ["Net", "Mine", "Network", "Dense", "2"],
            sites.Select(site => SiteLocator.Locate(site, type, CancellationToken.None)).Select(location =>
                location.SourceTree!.ToString().Substring(location.SourceSpan.Start, location.SourceSpan.Length)));
    }

    [Fact]
    public void A_switch_that_does_not_handle_a_kind_names_it()
    {
        var stranger = new Stranger { AttributeIndex = 0 };
        LayerContext context = new(stranger, "Stranger1", new ValueScope(Shape.Flat(8), []), new ProblemList());
        string message = Assert.Throws<InvalidOperationException>(() => ElementwiseInference.Infer(stranger, context)).Message;
        Assert.Contains(nameof(Stranger), message, StringComparison.Ordinal);
        Assert.Contains(nameof(ElementwiseInference.Infer), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Enums_agree_with_the_runtime()
    {
        Assert.Equal(
            Enum.GetValues<Init>().Select(init => ((int)init, init.ToString())),
            Enum.GetValues<InitScheme>().Select(init => ((int)init, init.ToString())));
        Assert.Equal(Members<PadMode>(), Members<Generators.Frontend.Declarations.PadMode>());
        Assert.Equal(Members<UpsampleMode>(), Members<Generators.Frontend.Declarations.UpsampleMode>());
        Assert.Equal(Enum.GetNames<LossKind>().Except([nameof(LossKind.None)]), Enum.GetNames<LossFunction>());
    }

    private static IEnumerable<(int Number, string Name)> Members<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(member => (Convert.ToInt32(member, null), member.ToString()));

    private static NetworkDeclaration Read(string kind)
    {
        NetworkDeclaration? declaration = DeclarationReader.Read(TypeOf(SamplesByKind[kind]), CancellationToken.None).Declaration;
        Assert.True(declaration is not null, $"LayerReader.Read does not handle [{kind}], or its sample is not a valid network.");
        return declaration;
    }

    private static INamedTypeSymbol TypeOf(string source) => Compile.Sources(source).GetTypeByMetadataName("Net")!;

    private static HashSet<Type> Family<T>() =>
        [.. typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract)];

    private sealed record Stranger : ElementwiseDeclaration
    {
        public override string Kind => nameof(Stranger);

        public override string? MemberType => null;
    }
}
