using ConvGen.Tests.Compilation;
using static ConvGen.Tests.Reference.Layers;

namespace ConvGen.Tests.Matrix;

/// <summary>
/// On small integers every float operation of convolution, dense layer and max pool is exact, in any order. So nothing may
/// differ at all, and a term that is missing, doubled or in the wrong place cannot hide behind a tolerance.
/// </summary>
/// <remarks>
/// Weights and inputs of a few values tie all the time, so this also holds the rule that the first maximum wins. A dense layer
/// with four outputs and the squared error end each network: with 2^k samples the loss divides by a power of two, and the
/// gradients, integers over that power, stay exact too. Targets lie a few units beside the outputs, so that they stay small.
/// </remarks>
public sealed class IntegerExactnessTests
{
    /// <summary>Sums of hundreds of terms, layer after layer, would grow beyond the 24 bits of a float.</summary>
    private const int NonzeroWeightsPerSum = 32;

    /// <summary>In a small network every ReLU may happen to be closed; then other numbers are drawn.</summary>
    private const int MostDraws = 10;

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
        Random random = new(NetworkMatrix.SeedOf(name));
        double[] inputs = new double[@case.Batch * @case.Network.Input.Length];
        double[] targets = [];
        bool reachesTheInput = false;
        for (int draw = 0; draw < MostDraws && !reachesTheInput; draw++)
        {
            targets = Draw(reference, inputs, random);
            reachesTheInput = reference.Backpropagate(inputs, targets).InputGradient.Any(gradient => gradient != 0);
        }

        Assert.True(reachesTheInput, "Gradients that are zero prove nothing.");
        NetworkRun.Compare(reference, Batch.Value.Create(reference), inputs, targets, Agreement.AssertExact);
    }

    [Fact]
    public void There_are_at_least_40_shapes() => Assert.True(Cases.Count >= 40, $"{Cases.Count} shapes.");

    /// <summary>Integers for all parameters and inputs, and targets that lie a few units beside the outputs.</summary>
    private static double[] Draw(ReferenceNetwork reference, double[] inputs, Random random)
    {
        foreach (ReferenceParameter parameter in reference.Parameters)
        {
            Fill(parameter.Values, random, largest: 1, share: (double)NonzeroWeightsPerSum / parameter.FanIn);
        }

        Fill(inputs, random, largest: 2, share: 0.8);
        double[] outputs = reference.Predict(inputs);
        double[] gradients = new double[outputs.Length];
        Fill(gradients, random, largest: 3, share: 1);
        return [.. outputs.Zip(gradients, (output, gradient) => output - gradient)];
    }

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

    /// <summary>A share of the values becomes an integer from 1 to largest of either sign; the others are zero.</summary>
    private static void Fill(double[] values, Random random, int largest, double share)
    {
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = random.NextDouble() < share ? random.Next(1, largest + 1) * (1 - 2 * random.Next(2)) : 0;
        }
    }
}
