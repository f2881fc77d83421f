using System.Globalization;
using ConvGen.CompilerServices;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Probe;

namespace ConvGen.Tests.Runtime;

/// <summary>On a processor without fused multiply-add the functions of <see cref="VectorMath"/> may have other bits, but are as
/// accurate.</summary>
[Trait("Category", "Process")]
public sealed class WithoutFusedMultiplyAddTests
{
    [Theory]
    [InlineData(nameof(VectorMath.Exp), 2)]
    [InlineData(nameof(VectorMath.ExpMinusOne), 2)]
    [InlineData(nameof(VectorMath.Log), 2)]
    [InlineData(nameof(VectorMath.LogOnePlus), 4)]
    [InlineData(nameof(VectorMath.Tanh), 2)]
    [InlineData(nameof(VectorMath.Sigmoid), 2)]
    [InlineData(nameof(VectorMath.ELU), 2)]
    [InlineData(nameof(VectorMath.SiLU), 2)]
    [InlineData(nameof(VectorMath.GELU), 2)]
    [InlineData(nameof(VectorMath.Softplus), 2)]
    [InlineData(nameof(VectorMath.HardSigmoid), 2)]
    [InlineData(nameof(VectorMath.HardSwish), 2)]
    [InlineData(nameof(VectorMath.Mish), 2)]
    public void Functions_are_as_accurate(string function, double units)
    {
        (int exitCode, string answer, string errors) = ProbeProcess.Run("values", function, switchedOff: "EnableAVX");
        Assert.True(exitCode == 0, errors);
        float[] values =
        [
            .. answer.Split(' ').Select(bits =>
                BitConverter.UInt32BitsToSingle(uint.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture))),
        ];
        Assert.Equal(FunctionValues.Points.Count, values.Length);

        double[] differences =
        [
            .. FunctionValues.Points.Zip(values, (point, value) =>
                VectorAssert.ErrorInUnits(value, Exact(function, FunctionValues.Argument(function, point)))),
        ];
        Assert.InRange(differences.Max(), 0.5, units);
    }

    private static double Exact(string function, double x) => function switch
    {
        nameof(VectorMath.Exp) => Math.Exp(x),
        nameof(VectorMath.ExpMinusOne) => VectorActivationTests.ExpMinusOne(x),
        nameof(VectorMath.Log) => Math.Log(x),
        nameof(VectorMath.LogOnePlus) => VectorMathTests.LogOnePlus(x),
        nameof(VectorMath.Tanh) => Math.Tanh(x),
        nameof(VectorMath.Sigmoid) => VectorActivationTests.Sigmoid(x),
        nameof(VectorMath.ELU) => x > 0 ? x : VectorActivationTests.ExpMinusOne(x),
        nameof(VectorMath.SiLU) => x * VectorActivationTests.Sigmoid(x),
        nameof(VectorMath.GELU) => x * Gaussian.Below(x),
        nameof(VectorMath.HardSigmoid) => VectorActivationTests.HardSigmoid(x),
        nameof(VectorMath.HardSwish) => x * VectorActivationTests.HardSigmoid(x),
        nameof(VectorMath.Mish) => VectorActivationTests.Mish(x),
        nameof(VectorMath.Softplus) => VectorActivationTests.Softplus(x),
        _ => throw new ArgumentException($"There is no function {function}."),
    };
}
