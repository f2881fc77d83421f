using System.Reflection;
using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;

namespace ConvGen.Tests.Runtime;

/// <summary>Every helper over sixteen floats gives the bits of its counterpart over eight.</summary>
public sealed class SixteenLanesTests
{
    private const int Lanes = 16, Half = 8, Cases = 400;

    // Their results depend on lanes of both halves; each has a test below.
    private static readonly string[] AcrossHalves =
        ["HasNaN", "AreFinite", "Winner", "Halves", "SumLanes", "LargestLane", "Of", "Won", "Append"];

    // Few enough that equal values and several NaN meet in one lane.
    private static readonly float[] SpecialValues =
    [
        float.NaN, BitConverter.UInt32BitsToSingle(0x7FC1_2345), float.PositiveInfinity, float.NegativeInfinity, 0f, -0f,
        float.Epsilon, -float.Epsilon, 1e-39f, 1.17549435e-38f, 1f, -1f, 2f, float.MaxValue, float.MinValue, 88.7f, -103.9f,
    ];

    public static TheoryData<string> LaneByLane { get; } =
        [.. HelpersOverEight.Where(method => !AcrossHalves.Contains(method.Name)).Select(Signature).Order()];

    [Fact]
    public void Every_helper_over_eight_floats_has_one_over_sixteen()
    {
        string[] eight = [.. HelpersOverEight.Select(Signature).Order()];
        string[] sixteen = [.. Helpers(typeof(Vector512<>)).Select(Signature).Order()];
        Assert.Contains("VectorMath.SumLanes(Floats x)", eight);
        Assert.Equal(eight, sixteen);
    }

    [Theory]
    [MemberData(nameof(LaneByLane))]
    public void Every_lane_has_the_bits_of_the_helper_over_eight(string signature)
    {
        MethodInfo eight = HelpersOverEight.Single(method => Signature(method) == signature);
        MethodInfo sixteen = Helpers(typeof(Vector512<>)).Single(method => Signature(method) == signature);
        var random = new Random(signature.Length);
        for (int i = 0; i < Cases; i++)
        {
            object?[] arguments = [.. sixteen.GetParameters().Select(parameter => Argument(parameter, random))];
            object?[] lower = [.. arguments.Select(argument => HalfOf(argument, upper: false))];
            object?[] upper = [.. arguments.Select(argument => HalfOf(argument, upper: true))];

            object?[] expectedLower = Results(eight, lower), expectedUpper = Results(eight, upper);
            object?[] actual = Results(sixteen, arguments);
            Assert.Equal(expectedLower.Select(Bits), actual.Select(value => Bits(HalfOf(value, upper: false))));
            Assert.Equal(expectedUpper.Select(Bits), actual.Select(value => Bits(HalfOf(value, upper: true))));
        }
    }

    [Fact]
    public void Halves_takes_each_half_from_its_vector()
    {
        var random = new Random(1);
        Vector512<float> a = Floats(random), b = Floats(random);
        Assert.Equal(Bits(Vector512.Create(a.GetLower(), b.GetUpper())), Bits(VectorMath.Halves(a, b)));
    }

    [Fact]
    public void The_winners_of_windows_are_those_of_both_halves()
    {
        var random = new Random(8);
        for (int i = 0; i < Cases; i++)
        {
            // Half of the windows have no NaN, for the shorter way.
            Func<Vector512<float>> next = i % 2 == 0 ? () => Floats(random) : () => Vector512.ConvertToSingle(Integers(random));
            Vector512<float> a = next(), b = next(), c = next(), d = next();
            Vector512<float> largest = VectorMath.Maximum(a, b, c, d);
            Vector512<int> winner = VectorMath.Winner(a, b, c, d, largest, 3, 1, 4, 2);
            Assert.Equal(
                VectorMath.Winner(
                    a.GetLower(), b.GetLower(), c.GetLower(), d.GetLower(), largest.GetLower(), 3, 1, 4, 2),
                winner.GetLower());
            Assert.Equal(
                VectorMath.Winner(
                    a.GetUpper(), b.GetUpper(), c.GetUpper(), d.GetUpper(), largest.GetUpper(), 3, 1, 4, 2),
                winner.GetUpper());
        }
    }

    [Fact]
    public void SumLanes_adds_the_halves_and_then_in_the_order_of_eight()
    {
        var random = new Random(2);
        for (int i = 0; i < Cases; i++)
        {
            Vector512<float> x = Numbers(random);
            Assert.Equal(VectorMath.SumLanes(x.GetLower() + x.GetUpper()), VectorMath.SumLanes(x));
        }
    }

    [Fact]
    public void LargestLane_is_in_all_lanes()
    {
        var random = new Random(3);
        for (int i = 0; i < Cases; i++)
        {
            Vector512<float> x = Numbers(random);
            float largest = Enumerable.Range(0, Lanes).Max(lane => x[lane]);
            Assert.Equal(Vector512.Create(largest), VectorMath.LargestLane(x));
        }
    }

    [Fact]
    public void A_value_that_is_not_a_number_or_infinite_is_found_in_every_lane()
    {
        Vector512<float> x = Numbers(new Random(4));
        Assert.True(VectorMath.AreFinite(x));
        Assert.False(VectorMath.HasNaN(x));
        for (int lane = 0; lane < Lanes; lane++)
        {
            Assert.False(VectorMath.AreFinite(x.WithElement(lane, float.NaN)));
            Assert.False(VectorMath.AreFinite(x.WithElement(lane, float.NegativeInfinity)));
            Assert.True(VectorMath.HasNaN(x.WithElement(lane, float.NaN)));
            Assert.False(VectorMath.HasNaN(x.WithElement(lane, float.PositiveInfinity)));
        }
    }

    [Fact]
    public void The_lanes_of_gradients_and_winners_are_those_of_both_halves()
    {
        var random = new Random(5);
        for (int i = 0; i < Cases; i++)
        {
            Vector512<float> gradients = Floats(random);
            Vector512<int> winners = Integers(random);
            Assert.Equal(
                LiveLanes.Of(gradients.GetLower()) | LiveLanes.Of(gradients.GetUpper()) << Half, LiveLanes.Of(gradients));
            Assert.Equal(
                LiveLanes.Won(winners.GetLower(), 1) | LiveLanes.Won(winners.GetUpper(), 1) << Half, LiveLanes.Won(winners, 1));
        }
    }

    [Fact]
    public void Every_set_of_lanes_is_appended_in_order()
    {
        Vector512<float> gradients = Numbers(new Random(6));
        Vector512<int> places = Integers(new Random(7));
        for (uint live = 0; live < 1u << Lanes; live += 37)
        {
            int[] lanes = [.. Enumerable.Range(0, Lanes).Where(lane => (live >> lane & 1) != 0)];
            float[] values = new float[64];
            int[] filters = new int[64], offsets = new int[64];

            int end = LiveLanes.Append(gradients, live, 40, ref LiveLanes.Orders, ref values[1], ref filters[1], 2);
            int endWithOffsets = LiveLanes.Append(
                gradients, places, live, 48, ref LiveLanes.Orders, ref values[0], ref filters[0], ref offsets[0], 32);

            Assert.Equal(2 + lanes.Length, end);
            Assert.Equal(lanes.Select(lane => gradients[lane]), values[3..(3 + lanes.Length)]);
            Assert.Equal(lanes.Select(lane => 40 + lane), filters[3..(3 + lanes.Length)]);
            Assert.Equal(32 + lanes.Length, endWithOffsets);
            Assert.Equal(lanes.Select(lane => gradients[lane]), values[32..endWithOffsets]);
            Assert.Equal(lanes.Select(lane => 48 + lane), filters[32..endWithOffsets]);
            Assert.Equal(lanes.Select(lane => places[lane]), offsets[32..endWithOffsets]);

            // Each half writes eight elements: none after sixteen.
            Assert.All(values[48..], value => Assert.Equal(0f, value));
        }
    }

    private static IEnumerable<MethodInfo> HelpersOverEight => Helpers(typeof(Vector256<>));

    /// <summary>The public methods with a vector of this width among their parameters.</summary>
    private static IEnumerable<MethodInfo> Helpers(Type vector) =>
        new[] { typeof(VectorMath), typeof(LiveLanes) }
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.GetParameters().Any(parameter =>
                parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == vector));

    /// <summary>A method without the width of its vectors, such as <c>VectorMath.Exp(Floats x)</c>.</summary>
    private static string Signature(MethodInfo method) =>
        $"{method.DeclaringType!.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(parameter =>
            $"{Name(parameter.ParameterType)} {parameter.Name}"))})";

    private static string Name(Type type) => type switch
    {
        { IsByRef: true } => $"ref {Name(type.GetElementType()!)}",
        { IsGenericType: true } => type.GetGenericArguments()[0] == typeof(float) ? "Floats" : "Integers",
        _ => type.Name,
    };

    private static object? Argument(ParameterInfo parameter, Random random) => Name(parameter.ParameterType) switch
    {
        "Floats" => Floats(random),
        "Integers" => Integers(random),
        "Single" => random.NextSingle(),
        "Int32" => random.Next(100),
        "ref Floats" when parameter.IsOut => null,
        _ => throw new InvalidOperationException($"The test has no values for {parameter}."),
    };

    /// <summary>The arguments after a call, which include a slope, and the result.</summary>
    private static object?[] Results(MethodInfo method, object?[] arguments)
    {
        object? result = method.Invoke(null, arguments);
        return [.. arguments, result];
    }

    private static object? HalfOf(object? value, bool upper) => value switch
    {
        Vector512<float> floats => upper ? floats.GetUpper() : floats.GetLower(),
        Vector512<int> integers => upper ? integers.GetUpper() : integers.GetLower(),
        _ => value,
    };

    private static string Bits(object? value) => value switch
    {
        Vector256<float> floats => string.Join(' ', Enumerable.Range(0, Half).Select(lane => $"{floats.AsUInt32()[lane]:X8}")),
        Vector512<float> floats => string.Join(' ', Enumerable.Range(0, Lanes).Select(lane => $"{floats.AsUInt32()[lane]:X8}")),
        _ => $"{value}",
    };

    /// <summary>Special values, numbers of every magnitude and numbers near 1, mixed.</summary>
    private static Vector512<float> Floats(Random random) => Create(() => random.Next(4) switch
    {
        0 or 1 => SpecialValues[random.Next(SpecialValues.Length)],
        2 => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)),
        _ => Number(random),
    });

    private static Vector512<float> Numbers(Random random) => Create(() => Number(random));

    private static float Number(Random random) => (random.NextSingle() - 0.5f) * 20f;

    private static Vector512<float> Create(Func<float> next) =>
        Vector512.Create([.. Enumerable.Range(0, Lanes).Select(_ => next())]);

    private static Vector512<int> Integers(Random random) =>
        Vector512.Create([.. Enumerable.Range(0, Lanes).Select(_ => random.Next(3))]);
}
