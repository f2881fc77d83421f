namespace ConvGen.Tests.Files;

/// <summary>A layer with one weight for each of many values.</summary>
[Network(20_000)]
[Dense(1, Bias = false)]
public sealed partial class WideNet;

/// <summary>16-bit and 64-bit floats become the documented 32-bit floats.</summary>
public sealed class ConvertedTypeTests
{
    /// <summary>All 65,536 patterns, by the definition of the format: sign, 5 bits of exponent and 10 of fraction.</summary>
    [Fact]
    public void Every_F16_is_exact() => AssertAllPatterns("F16", bits =>
    {
        int exponent = bits >> 10 & 0x1F, fraction = bits & 0x3FF;
        double magnitude = exponent switch
        {
            0 => Math.ScaleB(fraction, -24),
            0x1F => fraction == 0 ? double.PositiveInfinity : double.NaN,
            _ => Math.ScaleB(1024 + fraction, exponent - 25),
        };
        return bits >= 0x8000 ? -magnitude : magnitude;
    });

    /// <summary>All 65,536 patterns, by the definition of the format: sign, 8 bits of exponent and 7 of fraction.</summary>
    [Fact]
    public void Every_BF16_is_exact() => AssertAllPatterns("BF16", bits =>
    {
        int exponent = bits >> 7 & 0xFF, fraction = bits & 0x7F;
        double magnitude = exponent switch
        {
            0 => Math.ScaleB(fraction, -133),
            0xFF => fraction == 0 ? double.PositiveInfinity : double.NaN,
            _ => Math.ScaleB(128 + fraction, exponent - 134),
        };
        return bits >= 0x8000 ? -magnitude : magnitude;
    });

    [Theory]
    [InlineData(0x3FF0000000000000, 0x3F800000)] // 1
    [InlineData(unchecked((long)0x8000000000000000), unchecked((int)0x80000000))] // -0
    [InlineData(0x3FF0000010000000, 0x3F800000)] // halfway between 1 and its neighbour: the even one
    [InlineData(0x3FF0000030000000, 0x3F800002)] // halfway between the next two: the even one
    [InlineData(0x3FF0000010000001, 0x3F800001)] // just above halfway
    [InlineData(0x3FF000000FFFFFFF, 0x3F800000)] // just below halfway
    [InlineData(0x36A0000000000000, 0x00000001)] // the smallest subnormal
    [InlineData(0x3690000000000000, 0x00000000)] // half of it: the even one
    [InlineData(0x3690000000000001, 0x00000001)] // just above half of it
    [InlineData(0x380FFFFFC0000000, 0x007FFFFF)] // the largest subnormal
    [InlineData(0x380FFFFFE0000000, 0x00800000)] // halfway to the smallest normal number
    [InlineData(0x0000000000000001, 0x00000000)] // a subnormal double
    [InlineData(0x47EFFFFFE0000000, 0x7F7FFFFF)] // the largest float
    [InlineData(0x47EFFFFFEFFFFFFF, 0x7F7FFFFF)] // rounds down to it
    [InlineData(0x47EFFFFFF0000000, 0x7F800000)] // halfway to the next power of two: infinity
    [InlineData(0x7FEFFFFFFFFFFFFF, 0x7F800000)] // the largest double
    [InlineData(0x7FF0000000000000, 0x7F800000)] // infinity
    [InlineData(unchecked((long)0xFFF0000000000000), unchecked((int)0xFF800000))] // minus infinity
    public void F64_is_rounded_to_nearest_even(long bits, int expected)
    {
        float[] found = Load("F64", BitConverter.GetBytes(bits));
        Assert.Equal(expected, BitConverter.SingleToInt32Bits(found[0]));
    }

    [Fact]
    public void F64_NaN_stays_NaN() => Assert.True(float.IsNaN(Load("F64", BitConverter.GetBytes(double.NaN))[0]));

    /// <summary>Including a signalling NaN.</summary>
    [Theory]
    [InlineData(0x7F812345)]
    [InlineData(0x7FC12345)]
    [InlineData(1)]
    public void F32_keeps_every_bit(int bits) =>
        Assert.Equal(bits, BitConverter.SingleToInt32Bits(Load("F32", BitConverter.GetBytes(bits))[0]));

    private static void AssertAllPatterns(string type, Func<int, double> value)
    {
        // More values than are read at once, and not a multiple of them.
        for (int first = 0; first < 0x10000; first += WideNet.InputLength)
        {
            int[] patterns = [.. Enumerable.Range(first, WideNet.InputLength).Select(bits => bits & 0xFFFF)];
            float[] found = Load(type, [.. patterns.SelectMany(bits => BitConverter.GetBytes((ushort)bits))]);
            for (int i = 0; i < patterns.Length; i++)
            {
                double expected = value(patterns[i]);
                Assert.True(
                    double.IsNaN(expected)
                        ? float.IsNaN(found[i])
                        : BitConverter.DoubleToInt64Bits(found[i]) == BitConverter.DoubleToInt64Bits(expected),
                    $"{patterns[i]:X4}: expected {expected:R}, found {found[i]:R}");
            }
        }
    }

    private static float[] Load(string type, byte[] elements)
    {
        int size = type switch { "F64" => 8, "F32" => 4, _ => 2 };
        byte[] bytes = new byte[WideNet.InputLength * size];
        elements.CopyTo(bytes, 0);
        WideNet network = new(seed: 1);
        PartialLoadReport report = network.FromBytesPartially(
            new TypedFile().Add("Dense1.weight", type, [1, WideNet.InputLength], bytes).ToBytes());
        Assert.Equal(["Dense1.weight"], report.Taken);
        return SaveTests.Values(network.Parameters["Dense1.weight"]);
    }
}
