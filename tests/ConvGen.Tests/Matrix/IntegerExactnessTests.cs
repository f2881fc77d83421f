using ConvGen.Tests.Compilation;
using ConvGen.Tests.Numbers;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Matrix;

/// <summary>On small integers every float operation of convolution, dense layer and max pool is exact, in any order.
/// So results must be equal, and no tolerance can hide a term that is missing, doubled or in the wrong place.
/// </summary>
/// <remarks>
/// Weights and inputs of a few values tie all the time, so this also holds the rule that the first maximum wins. A dense layer
/// with four outputs and the squared error end each network: with 2^k samples the loss divides by a power of two, and the
/// gradients, integers over that power, stay exact too. Targets lie a few units beside the outputs, so that they stay small.
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
    public void Integers_come_out_exact(string name)
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

    /// <summary>With factors and divisors that are powers of two.</summary>
    private static bool IsPiecewiseLinear(LayerSpec layer) => layer switch
    {
        ActivationSpec activation =>
            activation.Function == Activation.ReLU || (activation is { Function: Activation.LeakyReLU, Slope: 0.5 or 1 or 0 }),
        AveragePoolSpec pool => pool is { WindowHeight: 2, WindowWidth: 1 or 2, CountPadding: true, CeilMode: false },
        L2PoolSpec or GlobalAveragePoolSpec => false,
        DropoutSpec dropout => dropout.Rate == 0.5,
        _ => true,
    };
}
