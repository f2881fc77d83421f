using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;

namespace ConvGen.Tests.Arm64;

/// <summary>What the functions that kernels call return for ordinary and special values. Their code differs between processors, their
/// results must not.</summary>
public static class HelperResults
{
    private static readonly float[] Values =
    [
        0f, -0f, 1f, -2f, 0.3f, -7.5f, 100f, -100f, float.Epsilon, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
    ];

    private delegate Vector256<float> FunctionWithSlope(Vector256<float> x, out Vector256<float> slope);

    /// <summary>Writes all results; every NaN in the same bits, since processors choose different ones.</summary>
    /// <param name="file">Receives the results.</param>
    public static void WriteTo(BinaryWriter file)
    {
        Random random = new(11);
        for (int repetition = 0; repetition < 400; repetition++)
        {
            Vector256<float> a = Draw(random), b = Draw(random), c = Draw(random), d = Draw(random);
            WriteSelections(file, a, b, c, d);
            WriteFunctions(file, a);
            WriteLiveLanes(file, a, random);
        }
    }

    private static void WriteSelections(
        BinaryWriter file, Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Write(file, VectorMath.EvenLanes(a, b));
        Write(file, VectorMath.OddLanes(a, b));
        Write(file, VectorMath.Halves(a, b));
        Write(file, VectorMath.Larger(a, b));
        Write(file, VectorMath.Maximum(a, b));
        Write(file, VectorMath.Select(Vector256.GreaterThan(a, b), c, d));
        Vector256<float> largest = VectorMath.Maximum(a, b, c, d);
        Write(file, largest);
        Write(file, VectorMath.Winner(a, b, c, d, largest, 1, 2, 30, 40));
        Write(file, VectorMath.OffsetWhereEqual(a, b, 5, Vector256.Create(6)));
        Write(file, VectorMath.OffsetWhereNaN(a, 5, Vector256.Create(6)));
        file.Write(VectorMath.HasNaN(a));
        file.Write(VectorMath.AreFinite(a));
        Write(file, Vector256.Create(VectorMath.SumLanes(a)));

        // The largest lane is not specified if there is a NaN, nor is the sign of zero.
        Vector256<float> numbers = VectorMath.Select(Vector256.Equals(a, a), a, Vector256<float>.One);
        Write(file, VectorMath.LargestLane(numbers) + Vector256<float>.Zero);
    }

    private static void WriteFunctions(BinaryWriter file, Vector256<float> x)
    {
        Func<Vector256<float>, Vector256<float>>[] functions =
        [
            VectorMath.Exp, VectorMath.Log, VectorMath.Tanh, VectorMath.ReLU, VectorMath.Sigmoid, VectorMath.ELU, VectorMath.Softplus,
            VectorMath.ExpMinusOne, y => VectorMath.LogOnePlus(Vector256.Abs(y)), y => VectorMath.LeakyReLU(y, 0.25f),
            y => VectorMath.Clip(y, -0.75f, 6f), VectorMath.HardSigmoid,
        ];
        foreach (Func<Vector256<float>, Vector256<float>> function in functions)
        {
            Write(file, function(x));
        }

        FunctionWithSlope[] withSlopes = [VectorMath.SiLU, VectorMath.GELU, VectorMath.HardSwish, VectorMath.Mish];
        foreach (FunctionWithSlope function in withSlopes)
        {
            Write(file, function(x, out Vector256<float> slope));
            Write(file, slope);
        }
    }

    private static void WriteLiveLanes(BinaryWriter file, Vector256<float> gradients, Random random)
    {
        Span<float> values = stackalloc float[8];
        Span<int> filters = stackalloc int[8], offsets = stackalloc int[8];
        uint live = LiveLanes.Of(gradients);
        file.Write(live);
        var places = Vector256.Create(random.Next(4), 1, 2, 3, random.Next(4), 1, 2, 3);
        file.Write(LiveLanes.Won(places, 2));

        int length = LiveLanes.Append(
            gradients, places, live, 16, ref LiveLanes.Orders, ref values[0], ref filters[0], ref offsets[0], 0);
        file.Write(length);
        for (int entry = 0; entry < length; entry++)
        {
            Write(file, values[entry]);
            file.Write(filters[entry]);
            file.Write(offsets[entry]);
        }
    }

    private static Vector256<float> Draw(Random random)
    {
        Span<float> lanes = stackalloc float[8];
        foreach (ref float lane in lanes)
        {
            lane = random.Next(2) == 0 ? Values[random.Next(Values.Length)] : random.NextSingle() * 20 - 10;
        }

        return Vector256.Create<float>(lanes);
    }

    private static void Write(BinaryWriter file, Vector256<float> lanes)
    {
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
        {
            Write(file, lanes.GetElement(lane));
        }
    }

    private static void Write(BinaryWriter file, Vector256<int> lanes)
    {
        for (int lane = 0; lane < Vector256<int>.Count; lane++)
        {
            file.Write(lanes.GetElement(lane));
        }
    }

    private static void Write(BinaryWriter file, float value) => file.Write(float.IsNaN(value) ? float.NaN : value);
}
