namespace ConvGen.Tests.Runtime.Expansion;

public sealed class ShiftTests
{
    [Fact]
    public void Each_image_is_followed_by_its_four_shifts()
    {
        var images = new LabeledImages(1, 2, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [4, 9]);
        LabeledImages expanded = images.WithShifts();
        Assert.Equal([4, 4, 4, 4, 4, 9, 9, 9, 9, 9], expanded.Labels.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], expanded.Image(0).ToArray());
        Assert.Equal([0, 0, 0, 1, 2, 3], expanded.Image(1).ToArray());
        Assert.Equal([4, 5, 6, 0, 0, 0], expanded.Image(2).ToArray());
        Assert.Equal([0, 1, 2, 0, 4, 5], expanded.Image(3).ToArray());
        Assert.Equal([2, 3, 0, 5, 6, 0], expanded.Image(4).ToArray());
        Assert.Equal([0, 7, 8, 0, 10, 11], expanded.Image(8).ToArray());
        Assert.Equal((1, 2, 3), (expanded.Channels, expanded.Height, expanded.Width));
    }

    [Fact]
    public void Every_channel_is_shifted()
    {
        LabeledImages expanded = new LabeledImages(2, 2, 1, [1, 2, 3, 4], [0]).WithShifts();
        Assert.Equal([0, 1, 0, 3], expanded.Image(1).ToArray());
        Assert.Equal([2, 0, 4, 0], expanded.Image(2).ToArray());
        Assert.Equal([0, 0, 0, 0], expanded.Image(3).ToArray());
    }

    [Fact]
    public void An_empty_set_stays_empty() => Assert.Equal(0, new LabeledImages(1, 2, 2, [], []).WithShifts().Count);

    [Fact]
    public void Shuffling_keeps_images_with_their_labels_and_depends_on_the_seed()
    {
        int[] labels = [.. Enumerable.Range(0, 50)];
        var images = new LabeledImages(1, 1, 2, [.. labels.SelectMany(label => (float[])[label, -label])], labels);
        LabeledImages shuffled = images.Shuffled(seed: 3);
        Assert.NotEqual(labels, shuffled.Labels.ToArray());
        Assert.Equal(labels, shuffled.Labels.ToArray().Order());
        Assert.All(labels, i => Assert.Equal([shuffled.Labels[i], -shuffled.Labels[i]], shuffled.Image(i).ToArray()));
        Assert.Equal(shuffled.Labels.ToArray(), images.Shuffled(seed: 3).Labels.ToArray());
        Assert.NotEqual(shuffled.Labels.ToArray(), images.Shuffled(seed: 4).Labels.ToArray());
    }
}
