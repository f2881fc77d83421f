using System.Runtime.Intrinsics;
using ConvGen.CompilerServices;

namespace ConvGen.Tests.Runtime;

public sealed class LiveLanesTests
{
    private const int Lanes = 8;

    [Fact]
    public void Only_zeros_of_either_sign_are_skipped()
    {
        var gradients =
            Vector256.Create(0f, -0f, 1f, -2f, float.Epsilon, float.NaN, float.PositiveInfinity, 0f);

        Assert.Equal(0b0111_1100u, LiveLanes.Of(gradients));
    }

    [Fact]
    public void A_position_wins_in_the_lanes_with_its_number() =>
        Assert.Equal(0b1000_0101u, LiveLanes.Won(Vector256.Create(24, 0, 24, 8, 0, 8, 32, 24), 24));

    [Fact]
    public void Every_set_of_lanes_is_appended_in_order()
    {
        for (uint live = 0; live < 1u << Lanes; live++)
        {
            int[] lanes = [.. Enumerable.Range(0, Lanes).Where(lane => (live >> lane & 1) != 0)];
            var lists = new Lists();

            int end = LiveLanes.Append(
                Gradients, live, 40, ref LiveLanes.Orders, ref lists.Values[1], ref lists.Filters[1], 2);
            int endWithOffsets = LiveLanes.Append(
                Gradients, Offsets, live, 48, ref LiveLanes.Orders, ref lists.Values[0], ref lists.Filters[0],
                ref lists.Offsets[0], 20);

            Assert.Equal(2 + lanes.Length, end);
            Assert.Equal(lanes.Select(lane => Gradients[lane]), lists.Values[3..(3 + lanes.Length)]);
            Assert.Equal(lanes.Select(lane => 40 + lane), lists.Filters[3..(3 + lanes.Length)]);
            Assert.Equal(20 + lanes.Length, endWithOffsets);
            Assert.Equal(lanes.Select(lane => Gradients[lane]), lists.Values[20..endWithOffsets]);
            Assert.Equal(lanes.Select(lane => 48 + lane), lists.Filters[20..endWithOffsets]);
            Assert.Equal(lanes.Select(lane => Offsets[lane]), lists.Offsets[20..endWithOffsets]);
        }
    }

    private static Vector256<float> Gradients => Vector256.Create(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);

    private static Vector256<int> Offsets => Vector256.Create(100, 90, 80, 70, 60, 50, 40, 30);

    private sealed class Lists
    {
        public float[] Values { get; } = new float[32];

        public int[] Filters { get; } = new int[32];

        public int[] Offsets { get; } = new int[32];
    }
}
