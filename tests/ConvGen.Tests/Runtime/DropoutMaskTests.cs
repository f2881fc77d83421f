using ConvGen.CompilerServices;
using ConvGen.RandomNumbers;

namespace ConvGen.Tests.Runtime;

/// <summary>Tests the masks that the runtime draws for dropout layers.</summary>
public sealed class DropoutMaskTests
{
    private const int Million = 1 << 20;

    [Fact]
    public void Eight_counters_at_once_give_the_same_bits_as_one_at_a_time()
    {
        float[] actual = Draw(floats: 104, samples: 3, Noise(seed: -7, step: 9, firstSample: 40), layer: 2, rate: 0.3);
        for (int i = 0; i < actual.Length; i++)
        {
            (int sample, int element) = Math.DivRem(i, 104);
            var counter = new RandomBlock(
                (uint)(element / 32 * 8 + element % 8), (uint)(40 + sample), 2, (uint)RandomPurpose.Dropout);
            (uint word0, uint word1, uint word2, uint word3) = Philox.Mix(counter, key0: unchecked((uint)-7), key1: 9);
            uint word = (element / 8 % 4) switch { 0 => word0, 1 => word1, 2 => word2, _ => word3 };
            Assert.Equal(word < Threshold(0.3) ? 0f : 2f, actual[i]);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    [InlineData(0.93)]
    public void The_share_of_dropped_values_is_within_five_standard_deviations(double rate)
    {
        double kept = Draw(Million / 8, 8, Noise(), 0, rate).Count(mask => mask != 0);
        Assert.Equal(0, (kept - (1 - rate) * Million) / Math.Sqrt(rate * (1 - rate) * Million), 5.0);
    }

    public static TheoryData<string> Others => ["neighbour", "eighth", "layer", "step", "sample", "seed"];

    /// <summary>Half of all pairs of values are equal if masks of rate 1/2 are independent.</summary>
    [Theory]
    [MemberData(nameof(Others))]
    public void Masks_are_independent(string other)
    {
        float[] one = Draw(Million, 1, Noise(), 0, 0.5);
        float[] two = other switch
        {
            "neighbour" => [.. one.Skip(1), one[0]],
            "eighth" => [.. one.Skip(8), .. one.Take(8)],
            "layer" => Draw(Million, 1, Noise(), 1, 0.5),
            "step" => Draw(Million, 1, Noise(step: 1), 0, 0.5),
            "sample" => Draw(Million, 1, Noise(firstSample: 1), 0, 0.5),
            _ => Draw(Million, 1, Noise(seed: 1), 0, 0.5),
        };
        double agreeing = one.Zip(two).Count(pair => pair.First == pair.Second);
        Assert.Equal(0, (agreeing - Million / 2.0) / Math.Sqrt(Million / 4.0), 5.0);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(40)]
    public void Masks_do_not_depend_on_chunks_and_nothing_is_written_after_them(int floats)
    {
        float[] together = Draw(floats, 5, Noise(), 0, 0.5);
        float[] apart = [.. Draw(floats, 2, Noise(), 0, 0.5), .. Draw(floats, 3, Noise(firstSample: 2), 0, 0.5)];
        Assert.Equal(together, apart);
    }

    [Fact]
    public void Without_noise_every_value_has_the_same_mask() =>
        Assert.All(Draw(24, 3, default, 0, 0.5), mask => Assert.Equal(0.25f, mask));

    [Fact]
    public void A_rate_of_zero_keeps_everything() =>
        Assert.All(Draw(Million, 1, Noise(), 0, 0), mask => Assert.Equal(2f, mask));

    [Theory]
    [InlineData(8, 16)]
    [InlineData(24, 32)]
    [InlineData(24, 48)]
    [InlineData(16, 16)]
    public void Masks_are_moved_apart_with_zeros_between_them(int drawn, int stored)
    {
        const int Pixels = 5;
        float[] masks = [.. Enumerable.Range(1, Pixels * stored).Select(i => (float)i), -1];
        float[] expected = [.. Enumerable.Range(0, Pixels).SelectMany(pixel =>
            masks[(pixel * drawn)..((pixel + 1) * drawn)].Concat(new float[stored - drawn])), -1];
        DropoutMask.Spread(ref masks[0], Pixels, drawn, stored);
        Assert.Equal(expected, masks);
    }

    private static TrainingNoise Noise(int seed = 0, long step = 0, int firstSample = 0) =>
        new() { IsOn = true, Seed = seed, Step = step, FirstSample = firstSample };

    private static uint Threshold(double rate) => (uint)Math.Round(rate * 4294967296.0);

    private static float[] Draw(int floats, int samples, TrainingNoise noise, int layer, double rate)
    {
        const float Untouched = -1;
        float[] masks = new float[floats * samples + 8];
        Array.Fill(masks, Untouched);
        DropoutMask.Fill(ref masks[0], floats, samples, noise, layer, Threshold(rate), kept: 2f, undecided: 0.25f);
        Assert.All(masks[^8..], mask => Assert.Equal(Untouched, mask));
        return masks[..^8];
    }
}
