using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;
using static ConvGen.Tests.Runtime.VectorAssert;

namespace ConvGen.Tests.Runtime;

/// <summary>Tests the activations of <see cref="VectorMath"/> and their derivatives.</summary>
public sealed class VectorActivationTests
{
    private static IEnumerable<float> Everywhere => EveryMagnitude().Concat(EvenlySpaced(-105f, 105f)).Concat(EvenlySpaced(-9f, 9f));

    private static IEnumerable<float> NotPositive => Everywhere.Where(x => x <= 0);

    [Fact]
    public void Sigmoid_is_within_two_units_in_the_last_place() => Accurate(VectorMath.Sigmoid, Sigmoid, units: 2, Everywhere);

    [Fact]
    public void ExpMinusOne_is_within_two_units_in_the_last_place() =>
        Accurate(VectorMath.ExpMinusOne, ExpMinusOne, units: 2, NotPositive);

    [Fact]
    public void ELU_is_within_two_units_in_the_last_place() =>
        Accurate(VectorMath.ELU, x => x > 0 ? x : ExpMinusOne(x), units: 2, Everywhere);

    [Fact]
    public void SiLU_is_within_two_units_in_the_last_place() =>
        Accurate(VectorMath.SiLU, x => x / (1 + Math.Exp(-x)), units: 2, Everywhere);

    [Fact]
    public void GELU_is_within_two_units_in_the_last_place() =>
        Accurate(VectorMath.GELU, x => x * Gaussian.Below(x), units: 2, Everywhere);

    [Fact]
    public void Softplus_is_within_two_units_in_the_last_place() =>
        Accurate(VectorMath.Softplus, Softplus, units: 2, Everywhere);

    [Fact]
    public void LeakyReLU_is_rounded_once() =>
        Accurate(x => VectorMath.LeakyReLU(x, 0.3f), x => x > 0 ? x : x * 0.3f, units: 0.5, Everywhere);

    [Fact]
    public void Mish_is_within_two_units_in_the_last_place() => Accurate(VectorMath.Mish, Mish, units: 2, Everywhere);

    [Fact]
    public void HardSigmoid_is_within_two_units_in_the_last_place() =>
        Accurate(VectorMath.HardSigmoid, HardSigmoid, units: 2, Everywhere);

    [Fact]
    public void HardSwish_is_within_two_units_in_the_last_place() =>
        Accurate(VectorMath.HardSwish, x => x * HardSigmoid(x), units: 2, Everywhere);

    /// <summary>So the derivative can be computed from the output, even at the floats next to -3 and 3.</summary>
    [Theory]
    [InlineData(3f, true)]
    [InlineData(-3f, true)]
    [InlineData(2.9999998f, false)]
    [InlineData(-2.9999998f, false)]
    public void HardSigmoid_is_0_or_1_only_where_it_is_flat(float x, bool isFlat) =>
        Assert.Equal(isFlat, VectorMath.HardSigmoid(Vector256.Create(x)).ToScalar() is 0f or 1f);

    [Theory]
    [InlineData(float.NegativeInfinity, -1.5f)]
    [InlineData(-1.5000001f, -1.5f)]
    [InlineData(-1.5f, -1.5f)]
    [InlineData(0.3f, 0.3f)]
    [InlineData(2f, 2f)]
    [InlineData(2.0000002f, 2f)]
    [InlineData(float.PositiveInfinity, 2f)]
    [InlineData(float.NaN, float.NaN)]
    public void Clip_returns_a_bound_or_the_value(float x, float expected) => Lane(expected, y => VectorMath.Clip(y, -1.5f, 2f), x);

    /// <summary>Errors are relative to 1, because derivatives cross 0, where units in the last place are meaningless.</summary>
    [Fact]
    public void Derivatives_are_accurate_relative_to_one()
    {
        double worst = 0;
        foreach (float[] eight in EvenlySpaced(-30f, 30f).Chunk(8))
        {
            VectorMath.SiLU(Vector256.Create(eight), out Vector256<float> ofSiLU);
            VectorMath.GELU(Vector256.Create(eight), out Vector256<float> ofGELU);
            VectorMath.HardSwish(Vector256.Create(eight), out Vector256<float> ofHardSwish);
            VectorMath.Mish(Vector256.Create(eight), out Vector256<float> ofMish);
            for (int lane = 0; lane < 8; lane++)
            {
                double x = eight[lane];
                double siLU = Sigmoid(x) * (1 + x * Sigmoid(-x));
                double gelu = Gaussian.Below(x) + x * Gaussian.Density(x);
                worst = Math.Max(worst, Math.Abs(ofSiLU.GetElement(lane) - siLU));
                double hardSwish = x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5, tanh = Math.Tanh(Softplus(x));
                double mish = tanh + x * Sigmoid(x) * (1 - tanh * tanh);
                worst = Math.Max(worst, Math.Abs(ofGELU.GetElement(lane) - gelu));
                worst = Math.Max(worst, Math.Abs(ofHardSwish.GetElement(lane) - hardSwish));
                worst = Math.Max(worst, Math.Abs(ofMish.GetElement(lane) - mish));
            }
        }

        Assert.InRange(worst, 0, 2.5e-7);
    }

    [Theory]
    [InlineData(nameof(VectorMath.SiLU), float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(nameof(VectorMath.SiLU), float.NegativeInfinity, float.NaN)]
    [InlineData(nameof(VectorMath.SiLU), float.MinValue, 0f)]
    [InlineData(nameof(VectorMath.SiLU), 0f, 0f)]
    [InlineData(nameof(VectorMath.SiLU), float.MaxValue, float.MaxValue)]
    [InlineData(nameof(VectorMath.GELU), float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(nameof(VectorMath.GELU), float.NegativeInfinity, float.NaN)]
    [InlineData(nameof(VectorMath.GELU), float.MinValue, 0f)]
    [InlineData(nameof(VectorMath.GELU), 0f, 0f)]
    [InlineData(nameof(VectorMath.GELU), float.MaxValue, float.MaxValue)]
    [InlineData(nameof(VectorMath.Mish), float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(nameof(VectorMath.Mish), float.NegativeInfinity, float.NaN)]
    [InlineData(nameof(VectorMath.Mish), float.MinValue, 0f)]
    [InlineData(nameof(VectorMath.Mish), 0f, 0f)]
    [InlineData(nameof(VectorMath.Mish), float.MaxValue, float.MaxValue)]
    [InlineData(nameof(VectorMath.HardSwish), float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(nameof(VectorMath.HardSwish), float.NegativeInfinity, float.NaN)]
    [InlineData(nameof(VectorMath.HardSwish), float.MinValue, 0f)]
    [InlineData(nameof(VectorMath.HardSwish), -3f, 0f)]
    [InlineData(nameof(VectorMath.HardSwish), 3f, 3f)]
    [InlineData(nameof(VectorMath.HardSwish), float.MaxValue, float.MaxValue)]
    [InlineData(nameof(VectorMath.HardSigmoid), float.PositiveInfinity, 1f)]
    [InlineData(nameof(VectorMath.HardSigmoid), float.NegativeInfinity, 0f)]
    [InlineData(nameof(VectorMath.HardSigmoid), 0f, 0.5f)]
    [InlineData(nameof(VectorMath.Softplus), float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(nameof(VectorMath.Softplus), float.NegativeInfinity, 0f)]
    [InlineData(nameof(VectorMath.Softplus), float.MaxValue, float.MaxValue)]
    [InlineData(nameof(VectorMath.ELU), float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(nameof(VectorMath.ELU), float.NegativeInfinity, -1f)]
    [InlineData(nameof(VectorMath.LeakyReLU), float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(nameof(VectorMath.LeakyReLU), float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(nameof(VectorMath.LeakyReLU), -4f, -1f)]
    public void Activations_at_the_edges(string name, float x, float expected) => Lane(expected, Named(name), x);

    [Theory]
    [InlineData(nameof(VectorMath.SiLU))]
    [InlineData(nameof(VectorMath.GELU))]
    [InlineData(nameof(VectorMath.Softplus))]
    [InlineData(nameof(VectorMath.ELU))]
    [InlineData(nameof(VectorMath.LeakyReLU))]
    [InlineData(nameof(VectorMath.Mish))]
    [InlineData(nameof(VectorMath.HardSigmoid))]
    [InlineData(nameof(VectorMath.HardSwish))]
    public void NaN_gives_NaN(string name) => Lane(float.NaN, Named(name), float.NaN);

    [Theory]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(0f, 0.5f)]
    [InlineData(1000f, 1f)]
    [InlineData(-1000f, 0f)]
    public void Derivatives_at_the_edges(float x, float expected)
    {
        Lane(expected, Slope(VectorMath.SiLU), x);
        Lane(expected, Slope(VectorMath.GELU), x);
        Lane(expected, Slope(VectorMath.HardSwish), x);
        Lane(x == 0 ? 0.6f : expected, Slope(VectorMath.Mish), x);
    }

    // Hashes of an earlier run, with and without a fused multiply-add. They must be the same on other architectures.
    [Theory]
    [InlineData(nameof(VectorMath.Sigmoid), 2505710672u, 2828144507u)]
    [InlineData(nameof(VectorMath.ELU), 1733332680u, 1186628373u)]
    [InlineData(nameof(VectorMath.SiLU), 3102312008u, 4100265766u)]
    [InlineData(nameof(VectorMath.GELU), 3351192538u, 3446276127u)]
    [InlineData(nameof(VectorMath.Softplus), 3579946269u, 1994947236u)]
    [InlineData(nameof(VectorMath.HardSigmoid), 214424636u, 214424636u)]
    [InlineData(nameof(VectorMath.HardSwish), 2177077071u, 2177077071u)]
    [InlineData(nameof(VectorMath.Mish), 3393120260u, 710554052u)]
    public void The_bits_are_those_of_other_processors(string name, uint fused, uint separate) =>
        Assert.Equal(IsFused ? fused : separate, Hash(Named(name)));

    private delegate Vector256<float> FunctionWithSlope(Vector256<float> x, out Vector256<float> slope);

    private static VectorFunction Named(string name) => name switch
    {
        nameof(VectorMath.Sigmoid) => VectorMath.Sigmoid,
        nameof(VectorMath.SiLU) => VectorMath.SiLU,
        nameof(VectorMath.GELU) => VectorMath.GELU,
        nameof(VectorMath.Softplus) => VectorMath.Softplus,
        nameof(VectorMath.ELU) => VectorMath.ELU,
        nameof(VectorMath.HardSigmoid) => VectorMath.HardSigmoid,
        nameof(VectorMath.HardSwish) => VectorMath.HardSwish,
        nameof(VectorMath.Mish) => VectorMath.Mish,
        _ => x => VectorMath.LeakyReLU(x, 0.25f),
    };

    private static VectorFunction Slope(FunctionWithSlope function) => x =>
    {
        function(x, out Vector256<float> slope);
        return slope;
    };

    internal static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    // e^x - 1 = 2 e^(x / 2) sinh(x / 2), without cancellation.
    internal static double ExpMinusOne(double x) => x < -100 ? -1 : 2 * Math.Exp(x / 2) * Math.Sinh(x / 2);

    internal static double HardSigmoid(double x) => Math.Clamp(x + 3, 0, 6) / 6;

    // With e = e^x, tanh(ln(1 + e)) is e (e + 2) / (e (e + 2) + 2), which is 1 long before e overflows.
    internal static double Mish(double x)
    {
        double e = Math.Exp(Math.Min(x, 300)), product = e * (e + 2);
        return x * (product / (product + 2));
    }

    internal static double Softplus(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        double logarithm = e < 1e-5 ? e - e * e / 2 + e * e * e / 3 : Math.Log(1 + e);
        return Math.Max(x, 0) + logarithm;
    }
}
