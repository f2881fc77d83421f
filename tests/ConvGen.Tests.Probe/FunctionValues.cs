using System.Globalization;
using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;

namespace ConvGen.Tests.Probe;

/// <summary>The values of a function of <see cref="VectorMath"/> at many points, for a process without some instructions.</summary>
public static class FunctionValues
{
    /// <summary>Points close together where the functions bend, and numbers of every magnitude and sign.</summary>
    public static IReadOnlyList<float> Points { get; } =
        [.. Enumerable.Range(0, 16_000).Select(i => (i - 8000) / 76f), .. Magnitudes()];

    /// <summary>The point at which a function is evaluated: its magnitude or the negative of it if the function is defined only
    /// there.</summary>
    public static float Argument(string function, float point) => function switch
    {
        nameof(VectorMath.Log) or nameof(VectorMath.LogOnePlus) => Math.Abs(point),
        nameof(VectorMath.ExpMinusOne) => -Math.Abs(point),
        _ => point,
    };

    /// <summary>Returns the bits of all values in hexadecimal, separated by spaces.</summary>
    public static string Of(string function) => string.Join(' ', Points.Chunk(Vector256<float>.Count).SelectMany(eight =>
    {
        var arguments = Vector256.Create([.. eight.Select(point => Argument(function, point))]);
        Vector256<uint> values = Value(function, arguments).AsUInt32();
        return Enumerable.Range(0, Vector256<float>.Count).Select(lane => values[lane].ToString("X8", CultureInfo.InvariantCulture));
    }));

    private static Vector256<float> Value(string function, Vector256<float> x) => function switch
    {
        nameof(VectorMath.Exp) => VectorMath.Exp(x),
        nameof(VectorMath.ExpMinusOne) => VectorMath.ExpMinusOne(x),
        nameof(VectorMath.Log) => VectorMath.Log(x),
        nameof(VectorMath.LogOnePlus) => VectorMath.LogOnePlus(x),
        nameof(VectorMath.Tanh) => VectorMath.Tanh(x),
        nameof(VectorMath.Sigmoid) => VectorMath.Sigmoid(x),
        nameof(VectorMath.ELU) => VectorMath.ELU(x),
        nameof(VectorMath.SiLU) => VectorMath.SiLU(x),
        nameof(VectorMath.GELU) => VectorMath.GELU(x),
        nameof(VectorMath.HardSigmoid) => VectorMath.HardSigmoid(x),
        nameof(VectorMath.HardSwish) => VectorMath.HardSwish(x),
        nameof(VectorMath.Mish) => VectorMath.Mish(x),
        nameof(VectorMath.Softplus) => VectorMath.Softplus(x),
        _ => throw new ArgumentException($"There is no function {function}."),
    };

    private static IEnumerable<float> Magnitudes()
    {
        const int Count = 8000;
        for (long i = 0; i < Count; i++)
        {
            float value = BitConverter.UInt32BitsToSingle((uint)(i * (uint.MaxValue / Count)));

            // Every chunk is complete, so a value that is not finite is replaced.
            yield return float.IsFinite(value) ? value : 0f;
        }
    }
}
