using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ConvGen.Generators.Planning.Schedules;
using ConvGen.Tests.Compilation;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Matrix;

/// <summary>The same as <see cref="NotANumberTests"/> for Winograd's transforms: these mix the values of a tile, but a
/// NaN or an infinity must not affect outputs whose receptive field does not contain it.</summary>
[Trait("Category", "Slow")]
public sealed class TransformedNotANumberTests
{
    private const string F2x3 = "Winograd F(2x2,3x3)", F4x3 = "Winograd F(4x4,3x3)", F2x5 = "Winograd F(2x2,5x5)";

    private static readonly int Lanes = TestedWidth.Target.Lanes;

    // A few channels and filters more than lanes leave unused lanes; Blocks has two blocks of filters. The networks are listed by transform,
    // because the compiler uses the preferred one if two are possible.
    private static readonly (string Transform, NetworkSpec Spec)[] Networks =
    [
        (F2x3, NetworkSpec.OnImages("Plain", Lanes + 1, 8, 6, Loss.None, Conv(Lanes + 2, 3))),
        (F2x3, NetworkSpec.OnImages("Pooled", Lanes + 1, 6, 6, Loss.None, Conv(Lanes + 2, 3) with { Pad = 1 }, MaxPool(2), ReLU)),
        (F2x3, NetworkSpec.OnImages("Blocks", Lanes + 1, 6, 4, Loss.None, Conv(3 * Lanes + 2, 3) with { Pad = 1 }, ReLU)),
        (F2x3, NetworkSpec.OnImages("Grouped", 2 * (Lanes + 1), 6, 4, Loss.None, Conv(2 * (Lanes + 2), 3) with { Pad = 1, Groups = 2 })),
        (F4x3, NetworkSpec.OnImages("Fours", Lanes + 1, 6, 10, Loss.None, Conv(Lanes + 2, 3))),
        (F4x3, NetworkSpec.OnImages("PooledFours", Lanes + 1, 8, 4, Loss.None, Conv(Lanes + 2, 3) with { Pad = 1 }, MaxPool(2), LeakyReLU(0.1))),
        (F2x5, NetworkSpec.OnImages("Fives", Lanes + 4, 8, 6, Loss.None, Conv(Lanes + 2, 5))),
        (F2x5, NetworkSpec.OnImages("PooledFives", Lanes + 4, 6, 4, Loss.None, Conv(Lanes + 2, 5) with { Pad = 2 }, ReLU, MaxPool(2))),
    ];

    private static readonly Dictionary<string, Lazy<NetworkBatch>> Batches = Networks
        .GroupBy(network => network.Transform, network => network.Spec)
        .ToDictionary(group => group.Key, group => new Lazy<NetworkBatch>(() => Compile(group.Key, [.. group])));

    public static TheoryData<string> Names => [.. Networks.Select(network => network.Spec.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_NaN_in_the_input_affects_the_right_outputs(string name) => AssertInputs(name, double.NaN);

    [Theory]
    [MemberData(nameof(Names))]
    public void Infinity_in_the_input_affects_the_right_outputs(string name) => AssertInputs(name, double.PositiveInfinity);

    [Theory]
    [MemberData(nameof(Names))]
    public void Minus_infinity_in_the_input_affects_the_right_outputs(string name) => AssertInputs(name, double.NegativeInfinity);

    private static void AssertInputs(string name, double value)
    {
        (string transform, NetworkSpec spec) = Networks.Single(network => network.Spec.Name == name);
        SpecialValues.AssertInInputs(spec, Batches[transform].Value, value);
    }

    [Theory]
    [InlineData("Plain")]
    [InlineData("Fours")]
    [InlineData("Fives")]
    public void A_NaN_in_a_parameter_affects_the_right_outputs(string name)
    {
        (string transform, NetworkSpec spec) = Networks.Single(network => network.Spec.Name == name);
        SpecialValues.AssertInParameters(spec, Batches[transform].Value, double.NaN);
    }

    private static NetworkBatch Compile(string transform, NetworkSpec[] specs)
    {
        NetworkBatch batch = new("TransformedNotANumber", specs, choice: CandidateChoice.Prefer(transform));
        using var file = new PEReader([.. batch.Image.Span]);
        MetadataReader metadata = file.GetMetadataReader();
        int transformed = metadata.TypeDefinitions.Count(type =>
            metadata.GetString(metadata.GetTypeDefinition(type).Name).StartsWith("WinogradF", StringComparison.Ordinal));
        Assert.Equal(specs.Length, transformed);
        return batch;
    }
}
