using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.RandomNumbers;

namespace ConvGen.Tests.Runtime;

public sealed class RandomNumbersTests
{
    private static readonly RandomStream Stream = new(RandomPurpose.Weights, 0);

    // The known answers published with the authors' library Random123.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627E8D5u, 0xE169C58Du, 0xBC57AC4Cu, 0x9B00DBD8u)]
    [InlineData(
        uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue,
        0x408F276Du, 0x41C83B0Eu, 0xA20BC7C6u, 0x6D5451FDu)]
    [InlineData(
        0x243F6A88u, 0x85A308D3u, 0x13198A2Eu, 0x03707344u, 0xA4093822u, 0x299F31D0u,
        0xD16CFE09u, 0x94FDCCEBu, 0x5001E420u, 0x24126EA1u)]
    public void Philox_gives_the_published_numbers(
        uint c0, uint c1, uint c2, uint c3, uint key0, uint key1, uint r0, uint r1, uint r2, uint r3) =>
        Assert.Equal(new RandomBlock(r0, r1, r2, r3), Philox.Mix(new RandomBlock(c0, c1, c2, c3), key0, key1));

    // Values from the paper that describes the algorithm, and from tables.
    [Theory]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(1e-20, -9.262340089798408)]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    public void Quantiles_of_the_normal_distribution(double probability, double expected) =>
        Assert.Equal(expected, NormalDistribution.Quantile(probability), 1e-14);

    [Fact]
    public void The_portable_logarithm_agrees_with_the_library()
    {
        IEnumerable<double> common = Enumerable.Range(1, 100_000).Select(i => i / 30_000.0);
        double[] points = [.. common, 1e-300, 1e-16, float.Epsilon, 1e300];
        Assert.All(points, x => Assert.InRange(PortableMath.Log(x) - Math.Log(x), -2.5e-16 * Scale(x), 2.5e-16 * Scale(x)));
        static double Scale(double x) => Math.Max(Math.Abs(Math.Log(x)), 1e-3);
    }

    [Fact]
    public void The_portable_sine_and_cosine_agree_with_the_library() =>
        Assert.All(Enumerable.Range(-4000, 8001).Select(i => i * 0.1), degrees =>
        {
            (double sine, double cosine) = PortableMath.SinCos(degrees);
            (double expectedSine, double expectedCosine) = Math.SinCos(degrees * Math.PI / 180);
            Assert.Equal(expectedSine, sine, 3e-15);
            Assert.Equal(expectedCosine, cosine, 3e-15);
        });

    [Fact]
    public void Quarter_turns_are_exact() =>
        Assert.Equal(
            [(0, 1), (1, 0), (0, -1), (-1, 0), (-1, 0)],
            ((int[])[0, 90, 180, 270, -90]).Select(degrees => PortableMath.SinCos(degrees)));

    [Fact]
    public void Samples_have_the_moments_of_the_normal_distribution()
    {
        const int Count = 200_000;
        double[] values = [.. FirstValues(Count).Select(value => (double)value)];
        Assert.Equal(0, values.Average(), 0.01);
        Assert.Equal(1, values.Average(x => x * x), 0.015);
        Assert.Equal(0, values.Average(x => x * x * x), 0.04);
        Assert.Equal(3, values.Average(x => x * x * x * x), 0.1);
        Assert.Equal(0, values.Zip(values.Skip(1), (a, b) => a * b).Average(), 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(99)]
    public void A_value_does_not_depend_on_the_number_of_values(int count) =>
        Assert.Equal(FirstValues(100)[..count], FirstValues(count));

    [Fact]
    public void Values_are_scaled_by_the_deviation() =>
        Assert.Equal(FirstValues(7).Select(value => 0.25f * value), FirstValues(7, deviation: 0.25));

    [Fact]
    public void Seeds_and_streams_give_different_numbers()
    {
        float[] values =
        [
            .. FirstValues(2, seed: 1),
            .. FirstValues(2, seed: 2),
            .. FirstValues(2, seed: -1),
            .. FirstValues(2, stream: Stream with { Number = 1 }),
            .. FirstValues(2, stream: Stream with { Purpose = RandomPurpose.Shuffle }),
        ];
        Assert.Equal(values.Length, values.Distinct().Count());
    }

    [Fact]
    public void Uniform_numbers_stay_inside_the_open_interval()
    {
        Assert.True(NormalDistribution.OpenUniform(0) > 0);
        Assert.True(NormalDistribution.OpenUniform(ulong.MaxValue) < 1);
        Assert.True(double.IsFinite(NormalDistribution.Quantile(NormalDistribution.OpenUniform(0))));
        Assert.True(double.IsFinite(NormalDistribution.Quantile(NormalDistribution.OpenUniform(ulong.MaxValue))));
    }

    [Fact]
    public void Permutations_are_complete_and_uniform()
    {
        const int Length = 5, Epochs = 20_000;
        int[,] places = new int[Length, Length];
        int[] order = new int[Length];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            Permutation.Fill(order, seed: 1, new RandomStream(RandomPurpose.Shuffle, epoch));
            Assert.Equal(Enumerable.Range(0, Length), order.Order());
            for (int place = 0; place < Length; place++)
            {
                places[place, order[place]]++;
            }
        }

        // Each of the 25 counts is 4000 on average with a deviation of 57.
        Assert.All(places.Cast<int>(), count => Assert.InRange(count, 3700, 4300));
    }

    [Fact]
    public void Parameters_start_with_their_deviation_or_at_zero()
    {
        var core = new NetworkCore(new NormalProgram(), seed: 1);
        float[] weights = LinearNet.Values(core.Parameters["Dense1.weight"]);
        Assert.Equal(0.1, Math.Sqrt(weights.Average(w => (double)w * w)), 0.002);
        Assert.Equal(0, weights.Average(w => (double)w), 0.003);
        Assert.All(LinearNet.Values(core.Parameters["Dense1.bias"]), bias => Assert.Equal(0f, bias));
    }

    [Fact]
    public void Published_seeds_keep_giving_the_same_weights()
    {
        float[] weights = LinearNet.Values(new LinearNet(seed: 1).Parameters["Dense1.weight"]);
        Assert.Equal(weights, LinearNet.Values(LinearNet.Create(1).Parameters["Dense1.weight"]));
        Assert.NotEqual(weights, LinearNet.Values(new LinearNet(seed: 2).Parameters["Dense1.weight"]));

        // Element i takes value i, whatever the internal layout: LeCun's deviation for 5 inputs is sqrt(1/5).
        Assert.Equal(FirstValues(15, deviation: Math.Sqrt(1.0 / LinearNet.Inputs)), weights);

        // Published seeds must keep giving the same networks.
        Assert.Equal([3204979355u, 3209200674u, 1044314647u], weights[..3].Select(BitConverter.SingleToUInt32Bits));
    }

    private static float[] FirstValues(int count, double deviation = 1, int seed = 1, RandomStream? stream = null)
    {
        float[] values = new float[count];
        NormalDistribution.Fill(values, deviation, seed, stream ?? Stream);
        return values;
    }

    private sealed class NormalProgram : NetworkProgram
    {
        public override int VectorBits => 256;

        public override int ChunkSamples => 1;

        public override int InputLength => 200;

        public override int OutputLength => 100;

        public override int ParameterFloats => 20_112;

        public override int PackedFloats => 0;

        public override int InferenceWorkspaceFloats => 0;

        public override int TrainingWorkspaceFloats => 0;

        public override LossKind Loss => LossKind.None;

        public override IReadOnlyList<ParameterLayout> Parameters =>
        [
            new()
            {
                Name = "Dense1.weight", Shape = [100, 200], Offset = 0, Deviation = 0.1,
                Dimensions = [new(100, 200), new(200, 1)],
            },
            new() { Name = "Dense1.bias", Shape = [100], Offset = 20_000, Deviation = 0, Dimensions = [new(100, 1)] },
        ];

        public override NetworkSummary Summary => new("Normal", [200], []);

        public override void Predict(
            ref float parameters, ref float packed, ref float inputs, ref float outputs, int samples, ref float workspace) =>
            throw new NotSupportedException("Only the parameters are of interest.");
    }
}
