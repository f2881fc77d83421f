using ConvGen.Tests.Compilation;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Matrix;

/// <summary>NaN and infinity reach exactly the values that the definition requires: through ReLU and max pooling, in
/// every lane and every remainder of a vector, and never another channel, another pixel, another sample or a later
/// call.</summary>
[Trait("Category", "Slow"), Trait("Category", "Coverage")]
public sealed class NotANumberTests
{
    private static readonly IReadOnlyList<NetworkSpec> Networks =
    [
        NetworkSpec.OnVectors("ReLUOnVectors", 19, Loss.None, ReLU),
        NetworkSpec.OnVectors("SigmoidOnVectors", 19, Loss.None, Sigmoid),
        NetworkSpec.OnVectors("TanhOnVectors", 19, Loss.None, Tanh),
        NetworkSpec.OnVectors("LeakyReLUOnVectors", 19, Loss.None, LeakyReLU(0.1)),
        NetworkSpec.OnVectors("ELUOnVectors", 19, Loss.None, ELU),
        NetworkSpec.OnVectors("SiLUOnVectors", 19, Loss.None, SiLU),
        NetworkSpec.OnVectors("GELUOnVectors", 19, Loss.None, GELU),
        NetworkSpec.OnVectors("SoftplusOnVectors", 19, Loss.None, Softplus),
        NetworkSpec.OnVectors("ReLU6OnVectors", 19, Loss.None, ReLU6),
        NetworkSpec.OnVectors("ClipOnVectors", 19, Loss.None, Clip(-0.5, 0.25)),
        NetworkSpec.OnVectors("HardSigmoidOnVectors", 19, Loss.None, HardSigmoid),
        NetworkSpec.OnVectors("HardSwishOnVectors", 19, Loss.None, HardSwish),
        NetworkSpec.OnVectors("MishOnVectors", 19, Loss.None, Mish),
        NetworkSpec.OnVectors("DropoutOnVectors", 19, Loss.None, Dropout(0.5) with { Inverted = false }, Dropout(0.25)),
        NetworkSpec.OnVectors("SoftmaxOfDense", 11, Loss.SoftmaxCrossEntropy, Dense(11)),
        NetworkSpec.OnVectors("SigmoidLossOfDense", 11, Loss.SigmoidCrossEntropy, Dense(11)),
        NetworkSpec.OnVectors("DenseReLU", 11, Loss.None, Dense(11), ReLU),
        NetworkSpec.OnImages("ReLUOnImages", 3, 5, 5, Loss.None, ReLU),
        NetworkSpec.OnImages("PoolOnImages", 3, 5, 6, Loss.None, MaxPool(2)),
        NetworkSpec.OnImages("OverlappingPaddedPool", 11, 5, 5, Loss.None, MaxPool(3) with { Stride = 1, Pad = 1 }),
        NetworkSpec.OnImages("DilatedPool", 3, 6, 5, Loss.None, MaxPool(2) with { Stride = 1, Dilation = 2, Pad = 1 }),
        NetworkSpec.OnImages("AverageOnImages", 11, 4, 6, Loss.None, AveragePool(2)),
        NetworkSpec.OnImages("OverlappingPaddedAverage", 3, 5, 5, Loss.None, AveragePool(3) with { Stride = 1, Pad = 1 }),
        NetworkSpec.OnImages("L2OnImages", 3, 5, 6, Loss.None, L2Pool(3, 2) with { Stride = 2, Pad = 1 }),
        NetworkSpec.OnImages("GlobalAverage", 9, 5, 3, Loss.None, GlobalAveragePool),
        NetworkSpec.OnImages("GlobalMaximum", 9, 5, 3, Loss.None, GlobalMaxPool),
        NetworkSpec.OnImages("Depthwise", 11, 5, 6, Loss.None, DepthwiseConv(2, 3), ReLU),
        NetworkSpec.OnImages("ConvReLU", 2, 5, 5, Loss.None, Conv(11, 2), ReLU),
        NetworkSpec.OnImages("PaddedConvReLU", 2, 5, 5, Loss.None, Conv(3, 3) with { Pad = 1 }, ReLU),
        NetworkSpec.OnImages("ConvPoolReLU", 2, 7, 7, Loss.None, Conv(11, 2), MaxPool(2), ReLU),
        NetworkSpec.OnImages("ConvReLUPool", 2, 7, 7, Loss.None, Conv(11, 2), ReLU, MaxPool(2)),
        NetworkSpec.OnImages("ConvReLUCeilingPool", 1, 6, 6, Loss.None, Conv(20, 2), ReLU, MaxPool(2) with { CeilMode = true }),
        NetworkSpec.OnImages("ConvTanhPool", 1, 6, 6, Loss.None, Conv(5, 2), Tanh, MaxPool(3)),
        NetworkSpec.OnImages("ConvLeakyReLUPool", 2, 7, 7, Loss.None, Conv(11, 2), LeakyReLU(0.1), MaxPool(2)),
        NetworkSpec.OnImages("ConvClipPool", 2, 7, 7, Loss.None, Conv(11, 2), Clip(0.25, 0.5), MaxPool(2)),
        NetworkSpec.OnImages("DepthwiseClip", 11, 5, 6, Loss.None, DepthwiseConv(2, 3), Clip(-0.5, -0.25)),
        NetworkSpec.OnImages("HardSigmoidConvMish", 2, 5, 5, Loss.None, HardSigmoid, Conv(11, 2), Mish),
        NetworkSpec.OnImages("ConvPoolELU", 2, 7, 7, Loss.None, Conv(11, 2), MaxPool(2), ELU),
        NetworkSpec.OnImages("SiLUConvGELU", 2, 5, 5, Loss.None, SiLU, Conv(11, 2), GELU),
        NetworkSpec.OnVectors("SoftplusDense", 11, Loss.None, Softplus, Dense(11), Softplus),
        NetworkSpec.OnImages("SigmoidConv", 1, 6, 6, Loss.None, Sigmoid, Conv(5, 2)),
        NetworkSpec.OnImages("DilatedConvReLU", 2, 6, 6, Loss.None, Conv(11, 2) with { Dilation = 2 }, ReLU),
        NetworkSpec.OnImages("SigmoidDilatedConv", 3, 6, 6, Loss.None, Sigmoid, Conv(5, 2) with { Dilation = 3 }),
        NetworkSpec.OnImages("GroupedConvPool", 6, 5, 5, Loss.None, Conv(9, 2) with { Groups = 3 }, MaxPool(2), ReLU),
        NetworkSpec.OnImages("SigmoidGroupedConv", 8, 4, 4, Loss.None, Sigmoid, Conv(6, 3) with { Groups = 2, Pad = 1 }),
    ];

    private static readonly Lazy<NetworkBatch> Batch = new(() => new("NotANumberNetworks", Networks));

    public static TheoryData<string> Names => [.. Networks.Select(network => network.Name)];

    /// <summary>The product of a NaN weight and padding is not defined: some libraries skip the zeros, some multiply
    /// them.</summary>
    public static TheoryData<string> NamesWithoutPadding =>
        [.. Networks.Where(spec => spec.Layers.OfType<ConvSpec>().All(conv => conv.Pad == 0)).Select(spec => spec.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_NaN_in_the_input_affects_the_right_outputs(string name) => AssertInputs(name, double.NaN);

    [Theory]
    [MemberData(nameof(Names))]
    public void Infinity_in_the_input_affects_the_right_outputs(string name) => AssertInputs(name, double.PositiveInfinity);

    [Theory]
    [MemberData(nameof(Names))]
    public void Minus_infinity_in_the_input_affects_the_right_outputs(string name) => AssertInputs(name, double.NegativeInfinity);

    [Theory]
    [MemberData(nameof(NamesWithoutPadding))]
    public void A_NaN_in_a_parameter_affects_the_right_outputs(string name) => AssertParameters(name, double.NaN);

    [Theory]
    [MemberData(nameof(NamesWithoutPadding))]
    public void Infinity_in_a_parameter_affects_the_right_outputs(string name) => AssertParameters(name, double.PositiveInfinity);

    private static void AssertInputs(string name, double value) => SpecialValues.AssertInInputs(Spec(name), Batch.Value, value);

    private static void AssertParameters(string name, double value) => SpecialValues.AssertInParameters(Spec(name), Batch.Value, value);

    private static NetworkSpec Spec(string name) => Networks.Single(spec => spec.Name == name);
}
