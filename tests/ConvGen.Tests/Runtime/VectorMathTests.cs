using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;
using static ConvGen.Tests.Runtime.VectorAssert;

namespace ConvGen.Tests.Runtime;

public sealed class VectorMathTests
{
    [Fact]
    public void Exp_is_within_two_units_in_the_last_place() =>
        Accurate(VectorMath.Exp, Math.Exp, units: 2, EvenlySpaced(-105f, 90f));

    [Fact]
    public void Log_is_within_two_units_in_the_last_place() =>
        Accurate(VectorMath.Log, Math.Log, units: 2, EveryMagnitude().Where(x => x > 0).Concat(EvenlySpaced(0.5f, 2f)));

    [Fact]
    public void LogOnePlus_is_within_four_units_in_the_last_place() =>
        Accurate(VectorMath.LogOnePlus, LogOnePlus, units: 4, EveryMagnitude().Where(x => x is >= 0 and < 1e30f));

    [Fact]
    public void Tanh_is_within_two_units_in_the_last_place() =>
        Accurate(VectorMath.Tanh, Math.Tanh, units: 2, EveryMagnitude().Concat(EvenlySpaced(-12f, 12f)));

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.MaxValue, float.PositiveInfinity)]
    [InlineData(88.8f, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(-104.1f, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void Exp_at_the_edges(float x, float expected) => Lane(expected, VectorMath.Exp, x);

    [Fact]
    public void Exp_underflows_gradually()
    {
        float smallest = VectorMath.Exp(Vector256.Create(-103f)).GetElement(0);
        Assert.Equal(float.Epsilon, smallest);
    }

    [Theory]
    [InlineData(1f, 0f)]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(-1f, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN)]
    public void Log_at_the_edges(float x, float expected) => Lane(expected, VectorMath.Log, x);

    [Theory]
    [InlineData(0f, 0.5f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, float.NaN)]
    public void Sigmoid_at_the_edges(float x, float expected) => Lane(expected, VectorMath.Sigmoid, x);

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(float.NaN, float.NaN)]
    public void Tanh_at_the_edges(float x, float expected) => Lane(expected, VectorMath.Tanh, x);

    [Theory]
    [InlineData(-1f, 0f)]
    [InlineData(2f, 2f)]
    [InlineData(-0f, 0f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    public void ReLU_keeps_positive_values_and_NaN(float x, float expected) => Lane(expected, VectorMath.ReLU, x);

    [Theory]
    [InlineData(1f, 2f, 2f)]
    [InlineData(2f, 1f, 2f)]
    [InlineData(float.NaN, 1f, float.NaN)]
    [InlineData(1f, float.NaN, float.NaN)]
    [InlineData(float.NegativeInfinity, -5f, -5f)]
    public void Maximum_follows_the_rule_of_max_pooling(float best, float next, float expected) =>
        Lane(expected, x => VectorMath.Maximum(Vector256.Create(best), x), next);

    [Fact]
    public void The_maximum_of_equal_values_is_the_first()
    {
        Vector256<float> positiveFirst = VectorMath.Maximum(Vector256.Create(0f), Vector256.Create(-0f));
        Vector256<float> negativeFirst = VectorMath.Maximum(Vector256.Create(-0f), Vector256.Create(0f));
        Assert.False(float.IsNegative(positiveFirst.GetElement(3)));
        Assert.True(float.IsNegative(negativeFirst.GetElement(3)));
    }

    [Fact]
    public void The_maximum_of_four_equals_three_maxima_of_two()
    {
        float[] values = [0f, -0f, 1f, -2f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        foreach (float a in values)
        {
            foreach (float b in values)
            {
                foreach (float c in values)
                {
                    var fourth = Vector256.Create(0f, -0f, 1f, -2f, float.PositiveInfinity, 7f, float.NaN, -1f);
                    Vector256<float> first = Vector256.Create(a), second = Vector256.Create(b), third = Vector256.Create(c);
                    Vector256<float> expected = VectorMath.Maximum(
                        VectorMath.Maximum(VectorMath.Maximum(first, second), third), fourth);
                    AssertSame(expected, VectorMath.Maximum(first, second, third, fourth));
                }
            }
        }
    }

    [Fact]
    public void Lanes_of_two_vectors_are_combined()
    {
        Vector256<float> a = Vector256.Create(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f), b = a + Vector256.Create(10f);
        AssertSame(Vector256.Create(0f, 2f, 10f, 12f, 4f, 6f, 14f, 16f), VectorMath.EvenLanes(a, b));
        AssertSame(Vector256.Create(1f, 3f, 11f, 13f, 5f, 7f, 15f, 17f), VectorMath.OddLanes(a, b));
        AssertSame(Vector256.Create(0f, 1f, 2f, 3f, 14f, 15f, 16f, 17f), VectorMath.Halves(a, b));
    }

    /// <summary>Kernels for WebAssembly call the helper, the others the library's method: both give the same bits.</summary>
    [Fact]
    public void MultiplyAdd_has_the_bits_of_the_estimate()
    {
        float[] values = [0f, -0f, 1e-40f, 1.0000001f, -3.3333333f, 1e20f, -1e38f, float.MaxValue, float.NegativeInfinity, float.NaN];
        foreach (float x in values)
        {
            foreach (float y in values)
            {
                Vector256<float> a = Vector256.Create(x), b = Vector256.Create(y), c = Vector256.Create(-x * y);
                AssertSame(Vector256.MultiplyAddEstimate(a, b, a), VectorMath.MultiplyAdd(a, b, a));
                AssertSame(Vector256.MultiplyAddEstimate(a, b, c), VectorMath.MultiplyAdd(a, b, c));
            }
        }
    }

    [Fact]
    public void SumLanes_adds_in_its_documented_order()
    {
        float[] x = [1e8f, 3f, -7f, 0.1f, 5f, 1e-3f, -1e8f, 2e7f];
        float expected = ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
        Assert.Equal(expected, VectorMath.SumLanes(Vector256.Create(x)));
    }

    // Hashes of an earlier run, with and without a fused multiply-add. They must be the same on other architectures.
    [Theory]
    [InlineData(nameof(VectorMath.Exp), 165346756u, 3385019403u)]
    [InlineData(nameof(VectorMath.Log), 198694260u, 2113943824u)]
    [InlineData(nameof(VectorMath.LogOnePlus), 1795806463u, 2309051543u)]
    [InlineData(nameof(VectorMath.Tanh), 3890574200u, 3883019822u)]
    public void The_bits_are_those_of_other_processors(string name, uint fused, uint separate)
    {
        VectorFunction function = name switch
        {
            nameof(VectorMath.Exp) => VectorMath.Exp,
            nameof(VectorMath.Log) => x => VectorMath.Log(Vector256.Abs(x)),
            nameof(VectorMath.LogOnePlus) => x => VectorMath.LogOnePlus(Vector256.Abs(x)),
            _ => VectorMath.Tanh,
        };
        Assert.Equal(IsFused ? fused : separate, Hash(function));
    }

    // ln(1 + x) in double precision: by its series if 1 + x would lose digits of x.
    internal static double LogOnePlus(double x) => x < 1e-5 ? x - x * x / 2 + x * x * x / 3 : Math.Log(1 + x);

    /// <summary>Asserts equal values: NaN equals NaN, and zeros must have the same sign.</summary>
    private static void AssertSame(Vector256<float> expected, Vector256<float> actual)
    {
        for (int lane = 0; lane < 8; lane++)
        {
            Assert.Equal(expected.GetElement(lane), actual.GetElement(lane));
            Assert.True(
                expected.GetElement(lane) != 0
                || float.IsNegative(expected.GetElement(lane)) == float.IsNegative(actual.GetElement(lane)));
        }
    }
}
