namespace ConvGen.Tests.Runtime.Expansion;

/// <summary>Each change, on images that are small enough to check by hand.</summary>
public sealed class AugmentationTests
{
    private const int Draws = 4000;

    // Two channels of two rows and three columns.
    private static readonly float[] Numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    [Theory]
    [InlineData(0f, 0f, new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })]
    [InlineData(1f, 0f, new float[] { 3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10 })]
    [InlineData(0f, 1f, new float[] { 4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9 })]
    [InlineData(1f, 1f, new float[] { 6, 5, 4, 3, 2, 1, 12, 11, 10, 9, 8, 7 })]
    public void A_flip_mirrors_every_channel(float horizontal, float vertical, float[] expected)
    {
        LabeledImages images = Copies(Numbers, 20, 2, 2, 3);
        LabeledImages flipped = new RandomFlip { Horizontal = horizontal, Vertical = vertical }.Apply(images, seed: 1, epoch: 1);
        Assert.All(Each(flipped), image => Assert.Equal(expected, image));
    }

    [Fact]
    public void A_flip_happens_with_its_probability_in_each_direction_independently()
    {
        LabeledImages images = Copies([1, 2, 3, 4], Draws, 1, 2, 2);
        LabeledImages flipped = new RandomFlip { Horizontal = 0.5f, Vertical = 0.2f }.Apply(images, seed: 1, epoch: 1);
        (float, double)[] expected = [(1, 0.5 * 0.8), (2, 0.5 * 0.8), (3, 0.5 * 0.2), (4, 0.5 * 0.2)];
        Assert.All(expected, first =>
            Assert.Equal(first.Item2, Each(flipped).Count(image => image[0] == first.Item1) / (double)Draws, 0.03));
    }

    [Theory]
    [InlineData(ImageBorder.Zeros, new float[] { 0, 0, 1, 2, 3, 0, 0 })]
    [InlineData(ImageBorder.Edge, new float[] { 1, 1, 1, 2, 3, 3, 3 })]
    [InlineData(ImageBorder.Reflection, new float[] { 3, 2, 1, 2, 3, 2, 1 })]
    public void A_crop_takes_every_window_of_the_padded_image_equally_often(ImageBorder border, float[] padded)
    {
        LabeledImages images = Copies([1, 2, 3], Draws, 1, 1, 3);
        LabeledImages cropped = new RandomCrop { Padding = 2, Border = border }.Apply(images, seed: 1, epoch: 1);

        // The only row moves too: with zeros, four of five positions leave it out.
        int inside = border == ImageBorder.Zeros ? 1 : 5;
        for (int left = 0; left <= 4; left++)
        {
            float[] window = padded[left..(left + 3)];
            int same = Enumerable.Range(0, 5).Count(other => padded.AsSpan(other, 3).SequenceEqual(window));
            double share = Each(cropped).Count(image => image.SequenceEqual(window)) / (double)Draws;
            Assert.Equal(same * inside / 25.0, share, 0.03);
        }

        int known = Each(cropped).Count(image => image.All(value => value == 0)
            || Enumerable.Range(0, 5).Any(left => padded.AsSpan(left, 3).SequenceEqual(image)));
        Assert.Equal(Draws, known);
    }

    [Fact]
    public void A_crop_moves_rows_and_all_channels_alike()
    {
        // Every pixel holds its row, column and channel as digits.
        float[] image = [.. Enumerable.Range(0, 2 * 5 * 4).Select(i => 100f * (i / 20 + 1) + 10 * (i / 4 % 5) + i % 4)];
        LabeledImages cropped = new RandomCrop { Padding = 3, Border = ImageBorder.Edge }.Apply(Copies(image, 200, 2, 5, 4), 1, 1);
        HashSet<(int, int)> seen = [];
        foreach (float[] result in Each(cropped))
        {
            (int down, int right) = (Enumerable.Range(-3, 7).SelectMany(y => Enumerable.Range(-3, 7).Select(x => (y, x))))
                .Single(move => Enumerable.Range(0, 40).All(i => result[i]
                    == 100f * (i / 20 + 1) + 10 * Math.Clamp(i / 4 % 5 + move.y, 0, 4) + Math.Clamp(i % 4 + move.x, 0, 3)));
            seen.Add((down, right));
        }

        Assert.InRange(seen.Count, 45, 49);
    }

    [Theory]
    [InlineData(ImageBorder.Zeros)]
    [InlineData(ImageBorder.Edge)]
    [InlineData(ImageBorder.Reflection)]
    public void A_crop_far_outside_the_image_reads_only_its_border(ImageBorder border)
    {
        LabeledImages cropped = new RandomCrop { Padding = 1_000_000, Border = border }.Apply(Copies([7, 7], 20, 1, 1, 2), 1, 1);
        Assert.All(cropped.Pixels.ToArray(), value => Assert.Equal(border == ImageBorder.Zeros ? 0 : 7, value));
    }

    [Fact]
    public void Cutout_clears_a_square_about_a_random_pixel_in_every_channel()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 2 * 4 * 4)];
        LabeledImages cut = new Cutout { Size = 2 }.Apply(Copies(ones, Draws, 2, 4, 4), 1, 1);
        Dictionary<(int, int), int> corners = [];
        foreach (float[] image in Each(cut))
        {
            Assert.Equal(image[..16], image[16..]);
            int[] zeros = [.. Enumerable.Range(0, 16).Where(i => image[i] == 0)];

            // The centre is the lower right pixel of the square, and the square is cut off at the image's border.
            (int bottom, int right) = (zeros.Max() / 4, zeros.Max(i => i % 4));
            int expected = (bottom == 0 ? 1 : 2) * (right == 0 ? 1 : 2);
            Assert.Equal(expected, zeros.Length);
            corners[(bottom, right)] = corners.GetValueOrDefault((bottom, right)) + 1;
        }

        Assert.Equal(16, corners.Count);
        Assert.All(corners.Values, count => Assert.Equal(1 / 16.0, count / (double)Draws, 0.02));
    }

    [Fact]
    public void Cutout_may_be_larger_than_the_image()
    {
        LabeledImages cut = new Cutout { Size = 1_000_000 }.Apply(Copies(Numbers, 3, 2, 2, 3), 1, 1);
        Assert.All(cut.Pixels.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Two_equal_steps_draw_different_numbers_and_one_step_is_itself()
    {
        RandomFlip flip = new();
        Assert.Same(flip, Augmentation.Sequence(flip));
        LabeledImages images = Copies([1, 2], Draws, 1, 1, 2);
        LabeledImages twice = Augmentation.Sequence(flip, flip).Apply(images, 1, 1);
        LabeledImages once = flip.Apply(images, 1, 1);

        // Two flips by the same numbers would cancel.
        Assert.Equal(0.5, Each(twice).Count(image => image[0] == 2) / (double)Draws, 0.03);
        Assert.Equal(0.5, Enumerable.Range(0, Draws).Count(i => once.Image(i)[0] == twice.Image(i)[0]) / (double)Draws, 0.03);
    }

    [Fact]
    public void A_sequence_applies_its_steps_in_order()
    {
        ChannelScaling subtract = new([1f], [1f]), halve = new([0f], [2f]);
        LabeledImages images = Copies([3, 5], 2, 1, 1, 2);
        Assert.Equal([1, 2, 1, 2], Augmentation.Sequence(subtract, halve).Apply(images, 1, 1).Pixels.ToArray());
        Assert.Equal([0.5f, 1.5f, 0.5f, 1.5f], Augmentation.Sequence(halve, subtract).Apply(images, 1, 1).Pixels.ToArray());
        var three = Augmentation.Sequence(subtract, Augmentation.Sequence(halve, subtract));
        Assert.Equal([0, 1, 0, 1], three.Apply(images, 1, 1).Pixels.ToArray());
        Assert.Equal([3, 5, 3, 5], images.Pixels.ToArray());
    }

    [Fact]
    public void The_result_depends_only_on_seed_epoch_and_position()
    {
        var all = Augmentation.Sequence(new RandomCrop { Padding = 3 }, new RandomFlip(), new ColorJitter { Brightness = 0.4f }, new Cutout { Size = 3 });
        LabeledImages images = Copies([.. Enumerable.Range(1, 3 * 64).Select(i => i / 200f)], 30, 3, 8, 8);
        LabeledImages first = all.Apply(images, seed: 1, epoch: 1);
        Assert.Equal(first.Pixels.ToArray(), all.Apply(images, seed: 1, epoch: 1).Pixels.ToArray());
        Assert.Equal(first.Image(4).ToArray(), all.Apply(images.Slice(0, 5), seed: 1, epoch: 1).Image(4).ToArray());
        Assert.NotEqual(first.Pixels.ToArray(), all.Apply(images, seed: 2, epoch: 1).Pixels.ToArray());
        Assert.NotEqual(first.Pixels.ToArray(), all.Apply(images, seed: 1, epoch: 2).Pixels.ToArray());
        Assert.Equal(30, Each(first).Select(image => string.Join(' ', image)).Distinct().Count());
    }

    [Theory]
    [InlineData("Horizontal", "0 to 1")]
    [InlineData("Vertical", "0 to 1")]
    [InlineData("Padding", "0 to 1000000")]
    [InlineData("Size", "1 to 1000000")]
    [InlineData("Brightness", "0 to 1")]
    [InlineData("Contrast", "0 to 1")]
    [InlineData("Saturation", "0 to 1")]
    public void Settings_have_bounds(string setting, string range)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => (Augmentation)(setting switch
        {
            "Horizontal" => new RandomFlip { Horizontal = -0.1f },
            "Vertical" => new RandomFlip { Vertical = float.NaN },
            "Padding" => new RandomCrop { Padding = -1 },
            "Size" => new Cutout { Size = 0 },
            "Brightness" => new ColorJitter { Brightness = 1.1f },
            "Contrast" => new ColorJitter { Contrast = float.PositiveInfinity },
            _ => new ColorJitter { Saturation = -1f },
        }));
        Assert.Equal(setting, exception.ParamName);
        Assert.Contains($"{setting} must be {range}.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_arguments_are_reported()
    {
        Assert.Throws<ArgumentNullException>("steps", () => Augmentation.Sequence(null!));
        Assert.Throws<ArgumentNullException>("steps", () => Augmentation.Sequence(new RandomFlip(), null!));
        Assert.Throws<ArgumentException>("steps", () => Augmentation.Sequence());
        Assert.Throws<ArgumentNullException>("images", () => new RandomFlip().Apply(null!, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("epoch", () => new RandomFlip().Apply(Copies([1], 1, 1, 1, 1), 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("Border", () => new RandomCrop { Border = (ImageBorder)(-1) });

        // Also as a step of a sequence.
        var jitter = Augmentation.Sequence(new RandomFlip(), new ColorJitter { Contrast = 0.5f });
        ArgumentException channels = Assert.Throws<ArgumentException>("images", () => jitter.Apply(Copies([1, 2], 1, 2, 1, 1), 0, 1));
        Assert.Contains("1 or 3 channels", channels.Message, StringComparison.Ordinal);
    }

    private static LabeledImages Copies(float[] image, int count, int channels, int height, int width) =>
        new(channels, height, width, [.. Enumerable.Repeat(image, count).SelectMany(values => values)], new int[count]);

    private static IEnumerable<float[]> Each(LabeledImages images) =>
        Enumerable.Range(0, images.Count).Select(i => images.Image(i).ToArray());
}
