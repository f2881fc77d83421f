using ConvGen.Tests.Compilation;
using ConvGen.Tests.Numbers;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Matrix;

/// <summary>With small integers, every float operation of convolutions, dense layers and max pools is exact, in any order. So results
/// must be equal, and no tolerance can hide a missing, duplicated or misplaced term.
/// </summary>
/// <remarks>
/// Weights and inputs have few different values, so there are many ties; this also tests that the first maximum wins. Each network ends
/// with a dense layer of four outputs and the squared error: with 2^k samples the loss divides by a power of two, so the gradients are
/// exact, too. Targets differ from the outputs by a few units, so that the gradients stay small.
/// </remarks>
[Trait("Category", "Slow")]
public sealed class IntegerExactnessTests
{
    private static readonly IReadOnlyList<MatrixCase> Cases =
    [
        .. NetworkMatrix.Cases.Where(@case => @case.Network.Layers.All(IsPiecewiseLinear))
            .Select((@case, index) => new MatrixCase(1 << index % 4, @case.Network with
            {
                Layers = [.. @case.Network.Layers, Dense(4)],
                Loss = Loss.MeanSquaredError,
            })),
    ];

    private static readonly Lazy<NetworkBatch> Batch =
        new(() => new("IntegerNetworks", Cases.Select(@case => @case.Network), checkOverflow: true));

    public static TheoryData<string> Names => [.. Cases.Select(@case => @case.Network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Results_for_integers_are_exact(string name)
    {
        MatrixCase @case = Cases.Single(candidate => candidate.Network.Name == name);
        ReferenceNetwork reference = new(@case.Network);
        if (IntegerData.Draw(reference, @case.Batch, NetworkMatrix.SeedOf(name)) is not var (inputs, targets))
        {
            Assert.Fail("Gradients that are zero prove nothing.");
            return;
        }

        NetworkRun.Compare(reference, Batch.Value.Create(reference), inputs, targets, Agreement.AssertExact);
    }

    [Fact]
    public void There_are_at_least_40_shapes() => Assert.True(Cases.Count >= 40, $"{Cases.Count} shapes.");

    /// <summary>Whether a layer only multiplies and divides by powers of two.</summary>
    private static bool IsPiecewiseLinear(LayerSpec layer) => layer switch
    {
        ActivationSpec activation =>
            activation.Function == Activation.ReLU || (activation is { Function: Activation.LeakyReLU, Slope: 0.5 or 1 or 0 }),
        AveragePoolSpec pool => pool is { WindowHeight: 2, WindowWidth: 1 or 2, CountPadding: true, CeilMode: false },
        L2PoolSpec or GlobalAveragePoolSpec or AveragePool1DSpec or BatchNormSpec or LayerNormSpec or InstanceNormSpec or SoftmaxSpec => false,
        UpsampleSpec upsample => upsample.Mode == UpsampleMode.Nearest,
        DropoutSpec dropout => dropout.Rate == 0.5,
        _ => true,
    };
}
