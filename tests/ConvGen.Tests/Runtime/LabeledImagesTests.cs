namespace ConvGen.Tests.Runtime;

public sealed class LabeledImagesTests
{
    private static readonly float[] Pixels = [.. Enumerable.Range(0, 24).Select(i => (float)i)];

    [Fact]
    public void Images_are_stored_one_after_another()
    {
        var images = new LabeledImages(2, 2, 3, Pixels, [7, 0]);
        Assert.Equal((2, 12), (images.Count, images.ImageLength));
        Assert.Equal((2, 2, 3), (images.Channels, images.Height, images.Width));
        Assert.Equal(Pixels[12..], images.Image(1).ToArray());
        Assert.Equal([7, 0], images.Labels.ToArray());
    }

    [Fact]
    public void A_slice_of_a_slice_contains_the_same_images()
    {
        var images = new LabeledImages(1, 2, 2, Pixels, [0, 1, 2, 3, 4, 5]);
        LabeledImages slice = images.Slice(1, 4).Slice(2, 2);
        Assert.Equal([3, 4], slice.Labels.ToArray());
        Assert.Equal(Pixels[12..20], slice.Pixels.ToArray());
        Assert.Equal(Pixels[16..20], slice.Image(1).ToArray());
        Assert.Equal(0, images.Slice(6, 0).Count);
    }

    [Fact]
    public void A_set_may_be_empty() => Assert.Equal(0, new LabeledImages(1, 28, 28, [], []).Count);

    [Theory]
    [InlineData(0, 2, 3, "channels")]
    [InlineData(2, -1, 3, "height")]
    [InlineData(2, 2, 0, "width")]
    [InlineData(70_000, 70_000, 1, "channels")]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, "channels")]
    public void Sizes_are_checked(int channels, int height, int width, string argument)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => new LabeledImages(channels, height, width, Pixels, [7, 0]));
        Assert.Equal(argument, exception.ParamName);
    }

    [Fact]
    public void Pixels_must_fit_the_labels()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new LabeledImages(1, 2, 3, Pixels, [0, 1, 2]));
        Assert.Equal("pixels", exception.ParamName);
        Assert.StartsWith(
            "3 images of 1x2x3 need 18 pixels, but the length of pixels is 24.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_must_not_be_negative()
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => new LabeledImages(2, 2, 3, Pixels, [0, -4]));
        Assert.Contains("labels[1]", exception.Message, StringComparison.Ordinal);
        Assert.Equal(-4, exception.ActualValue);
    }

    [Fact]
    public void Null_arrays_are_rejected()
    {
        Assert.Equal("pixels", Assert.Throws<ArgumentNullException>(() => new LabeledImages(1, 1, 1, null!, [])).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentNullException>(() => new LabeledImages(1, 1, 1, [], null!)).ParamName);
    }

    [Theory]
    [InlineData(-1, 0, "start")]
    [InlineData(3, 0, "start")]
    [InlineData(0, -1, "count")]
    [InlineData(1, 2, "count")]
    [InlineData(2, int.MaxValue, "count")]
    public void A_slice_outside_the_images_is_rejected(int start, int count, string argument)
    {
        var images = new LabeledImages(2, 2, 3, Pixels, [7, 0]);
        Assert.Equal(argument, Assert.Throws<ArgumentOutOfRangeException>(() => images.Slice(start, count)).ParamName);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void An_image_index_out_of_range_is_rejected(int index)
    {
        var images = new LabeledImages(2, 2, 3, Pixels, [7, 0]);
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => images.Image(index).Length);
        Assert.Equal(index, exception.ActualValue);
    }
}
