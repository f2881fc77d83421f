namespace ConvGen.Data.Tests;

public sealed class IdxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_any_name_are_read()
    {
        File.WriteAllBytes(_folder["letters"], [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 255, 3]);
        File.WriteAllBytes(_folder["letters.labels"], [0, 0, 8, 1, 0, 0, 0, 2, 25, 4]);
        LabeledImages images = Idx.Load(_folder["letters"], _folder["letters.labels"]);
        Assert.Equal((2, 1, 1, 2), (images.Count, images.Channels, images.Height, images.Width));
        Assert.Equal([0f, 51 / 255f, 1f, 3 / 255f], images.Pixels.ToArray());
        Assert.Equal([25, 4], images.Labels.ToArray());
    }

    [Fact]
    public void Files_larger_than_the_first_buffer_are_read_completely()
    {
        const int Count = 70_000;
        byte[] pixels = [.. Enumerable.Range(0, Count).Select(i => (byte)(i % 251))];
        byte[] size = [0, 1, 17, 112];
        File.WriteAllBytes(_folder["dots"], [0, 0, 8, 3, .. size, 0, 0, 0, 1, 0, 0, 0, 1, .. pixels]);
        File.WriteAllBytes(_folder["dots.labels"], [0, 0, 8, 1, .. size, .. pixels]);
        LabeledImages images = Idx.Load(_folder["dots"], _folder["dots.labels"]);
        Assert.Equal(Count, images.Count);
        Assert.Equal(pixels.Select(pixel => (int)pixel), images.Labels.ToArray());
        Assert.Equal(pixels[^1] / 255f, images.Pixels[^1]);
    }

    [Fact]
    public void Errors_are_reported()
    {
        Assert.Equal("imagesPath", Assert.Throws<ArgumentNullException>(() => Idx.Load(null!, "labels")).ParamName);
        Assert.Equal("labelsPath", Assert.Throws<ArgumentNullException>(() => Idx.Load("images", null!)).ParamName);
        FileNotFoundException missing = Assert.Throws<FileNotFoundException>(() => Idx.Load(_folder["letters"], _folder["letters.labels"]));
        Assert.Contains(_folder["letters"], missing.Message, StringComparison.Ordinal);
    }
}
