namespace ConvGen.Tests.Runtime.Expansion;

/// <summary>Changes of colours, and the scaling of channels.</summary>
public sealed class ColorTests
{
    private const double RedShare = 0.2989, GreenShare = 0.587, BlueShare = 0.114;

    // Two pixels: red, green and blue.
    private static readonly float[] Colours = [0.2f, 0.6f, 0.4f, 0.5f, 0.8f, 0.3f];

    [Fact]
    public void Brightness_multiplies_all_values_by_one_factor()
    {
        List<double> factors = [];
        foreach (float[] image in Changed(new ColorJitter { Brightness = 0.2f }))
        {
            double factor = image[0] / 0.2;
            Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(Colours[i] * factor, image[i], 1e-6));
            factors.Add(factor);
        }

        AssertUniform(factors, 0.8, 1.2);
    }

    [Fact]
    public void Contrast_moves_all_values_from_or_to_the_mean_grey()
    {
        double mean = (Grey(0.2, 0.4, 0.8) + Grey(0.6, 0.5, 0.3)) / 2;
        List<double> factors = [];
        foreach (float[] image in Changed(new ColorJitter { Contrast = 0.2f }))
        {
            double factor = (image[0] - mean) / (0.2 - mean);
            Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(mean + factor * (Colours[i] - mean), image[i], 1e-6));
            factors.Add(factor);
        }

        AssertUniform(factors, 0.8, 1.2);
    }

    [Fact]
    public void Saturation_moves_all_values_from_or_to_the_grey_of_their_pixel()
    {
        double[] greys = [Grey(0.2, 0.4, 0.8), Grey(0.6, 0.5, 0.3)];
        List<double> factors = [];
        foreach (float[] image in Changed(new ColorJitter { Saturation = 0.2f }))
        {
            double factor = (image[0] - greys[0]) / (0.2 - greys[0]);
            Assert.All(
                Enumerable.Range(0, 6), i => Assert.Equal(greys[i % 2] + factor * (Colours[i] - greys[i % 2]), image[i], 1e-6));
            factors.Add(factor);
        }

        AssertUniform(factors, 0.8, 1.2);
    }

    [Fact]
    public void Results_are_limited_to_0_and_1()
    {
        float[] values = [.. Changed(new ColorJitter { Brightness = 1f, Contrast = 1f, Saturation = 1f }).SelectMany(image => image)];
        Assert.All(values, value => Assert.InRange(value, 0f, 1f));
        Assert.Contains(1f, values);
        Assert.Contains(0f, values);
    }

    [Fact]
    public void Images_of_one_channel_have_no_saturation_and_their_own_mean()
    {
        LabeledImages grey = new(1, 1, 2, [0.2f, 0.6f], [0]);
        Assert.Equal(grey.Pixels.ToArray(), new ColorJitter { Saturation = 1f }.Apply(grey, 1, 1).Pixels.ToArray());
        float[] contrast = new ColorJitter { Contrast = 0.5f }.Apply(grey, 1, 1).Pixels.ToArray();
        Assert.NotEqual(0.2f, contrast[0]);
        Assert.Equal(0.8, contrast[0] + contrast[1], 1e-6);
    }

    [Fact]
    public void Without_settings_nothing_changes() =>
        Assert.All(Changed(new ColorJitter()), image => Assert.Equal(Colours, image));

    [Fact]
    public void Scaling_gives_each_channel_mean_0_and_deviation_1()
    {
        LabeledImages images = new(2, 1, 2, [1, 3, 10, 10, 5, 7, 20, 20], [0, 1]);
        var scaling = ChannelScaling.Of(images);
        Assert.Equal([4, 15], scaling.Means);
        Assert.Equal([MathF.Sqrt(5), 5], scaling.Deviations);
        float[] expected = [-3 / MathF.Sqrt(5), -1 / MathF.Sqrt(5), -1, -1, 1 / MathF.Sqrt(5), 3 / MathF.Sqrt(5), 1, 1];
        LabeledImages scaled = scaling.Apply(images);
        Assert.Equal(expected, scaled.Pixels.ToArray());
        Assert.Equal([0, 1], scaled.Labels.ToArray());
        float[] single = images.Image(1).ToArray();
        scaling.Apply(single);
        Assert.Equal(expected[4..], single);
    }

    [Fact]
    public void A_channel_of_equal_values_becomes_zero()
    {
        LabeledImages images = new(2, 1, 3, [0.1f, 0.1f, 0.1f, 0, 0, 0], [0]);
        var scaling = ChannelScaling.Of(images);
        Assert.Equal([1, 1], scaling.Deviations);
        Assert.Equal(new float[6], scaling.Apply(images).Pixels.ToArray());
    }

    [Fact]
    public void Bad_arguments_of_the_scaling_are_reported()
    {
        Assert.Throws<ArgumentNullException>("means", () => new ChannelScaling(null!, [1]));
        Assert.Throws<ArgumentNullException>("deviations", () => new ChannelScaling([1], null!));
        Assert.Throws<ArgumentException>("means", () => new ChannelScaling([], []));
        Assert.Throws<ArgumentException>("deviations", () => new ChannelScaling([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>("means", () => new ChannelScaling([float.NaN], [1]));
        Assert.Throws<ArgumentOutOfRangeException>("deviations", () => new ChannelScaling([1], [0]));
        Assert.Throws<ArgumentNullException>("images", () => ChannelScaling.Of(null!));
        Assert.Throws<ArgumentException>("images", () => ChannelScaling.Of(new LabeledImages(1, 1, 1, [], [])));
        Assert.Throws<ArgumentException>("images", () => ChannelScaling.Of(new LabeledImages(1, 1, 1, [float.NaN], [0])));
        ChannelScaling scaling = new([1, 2, 3], [1, 1, 1]);
        ArgumentException channels = Assert.Throws<ArgumentException>(
            "images", () => scaling.Apply(new LabeledImages(1, 1, 1, [1], [0])));
        Assert.Contains("3 channels", channels.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("image", () => scaling.Apply(new float[4]));
        Assert.Throws<ArgumentException>("image", () => scaling.Apply([]));
    }

    private static double Grey(double red, double green, double blue) => RedShare * red + GreenShare * green + BlueShare * blue;

    private static IEnumerable<float[]> Changed(ColorJitter jitter)
    {
        const int Draws = 1000;
        LabeledImages images = new(3, 1, 2, [.. Enumerable.Repeat(Colours, Draws).SelectMany(values => values)], new int[Draws]);
        LabeledImages changed = jitter.Apply(images, seed: 1, epoch: 1);
        return Enumerable.Range(0, Draws).Select(i => changed.Image(i).ToArray());
    }

    private static void AssertUniform(List<double> factors, double least, double most)
    {
        Assert.All(factors, factor => Assert.InRange(factor, least - 1e-5, most + 1e-5));
        Assert.Equal((least + most) / 2, factors.Average(), 0.03 * (most - least));
        Assert.InRange(factors.Min(), least, least + 0.02 * (most - least));
        Assert.InRange(factors.Max(), most - 0.02 * (most - least), most);
    }
}
