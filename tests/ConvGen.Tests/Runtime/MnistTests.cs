using System.IO.Compression;

namespace ConvGen.Tests.Runtime;

public sealed class MnistTests : IDisposable
{
    private const string Images = "train-images-idx3-ubyte", Labels = "train-labels-idx1-ubyte";

    // Two images of 2x3 pixels.
    private static readonly byte[] GoodImages =
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6];

    private static readonly byte[] GoodLabels = [0, 0, 8, 1, 0, 0, 0, 2, 9, 4];

    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-mnist-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plain_and_compressed_files_are_read(bool compressed)
    {
        Write(Images, GoodImages, compressed);
        Write(Labels, GoodLabels, compressed);
        LabeledImages images = Mnist.Load(_folder, MnistSplit.Train);
        Assert.Equal((2, 1, 2, 3), (images.Count, images.Channels, images.Height, images.Width));
        Assert.Equal([0f, 51 / 255f, 102 / 255f, 153 / 255f, 204 / 255f, 1f], images.Image(0).ToArray());
        Assert.Equal([9, 4], images.Labels.ToArray());
    }

    [Fact]
    public void The_test_files_have_their_own_names()
    {
        Write("t10k-images-idx3-ubyte", GoodImages, compressed: true);
        Write("t10k-labels-idx1-ubyte", GoodLabels);
        Assert.Equal(2, Mnist.Load(_folder, MnistSplit.Test).Count);
    }

    [Theory]
    [InlineData(MnistSplit.Train, "train-", false)]
    [InlineData(MnistSplit.Train, "train-", true)]
    [InlineData(MnistSplit.Test, "t10k-", false)]
    [InlineData(MnistSplit.Test, "t10k-", true)]
    public void File_names_with_a_dot_are_read(MnistSplit split, string prefix, bool compressed)
    {
        Write(prefix + "images.idx3-ubyte", GoodImages, compressed);
        Write(prefix + "labels.idx1-ubyte", GoodLabels, compressed);
        LabeledImages images = Mnist.Load(_folder, split);
        Assert.Equal(255 / 255f, images.Image(0)[5]);
        Assert.Equal([9, 4], images.Labels.ToArray());
        if (!compressed)
        {
            using MappedImages mapped = Mnist.Map(_folder, split);
            Assert.Equal((2, 2, 3), (mapped.Count, mapped.Height, mapped.Width));
            Assert.Equal([9, 4], mapped.Labels.ToArray());
        }
    }

    [Fact]
    public void A_missing_file_is_reported_with_all_paths_tried()
    {
        Write(Images, GoodImages);
        FileNotFoundException exception = Assert.Throws<FileNotFoundException>(() => Mnist.Load(_folder, MnistSplit.Train));
        string path = Path.Combine(_folder, Labels);
        Assert.Contains(path + " nor " + path + ".gz", exception.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "train-labels.idx1-ubyte.gz"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_magic_number_is_reported() => AssertBad([0, 0, 8, 1, .. GoodImages[4..]], "offset 0", "00000803", "00000801");

    [Fact]
    public void An_empty_file_is_reported() => AssertBad([], "offset 0", "00000803");

    [Fact]
    public void A_header_that_ends_early_is_reported() => AssertBad(GoodImages[..11], "offset 11", "the end of the file");

    [Fact]
    public void Values_that_end_early_are_reported() => AssertBad(GoodImages[..^2], "offset 26", "12 elements of 2x2x3", "after 10");

    [Fact]
    public void Values_after_the_end_are_reported() => AssertBad([.. GoodImages, 0], "offset 28", "after 12 elements", "found more");

    [Fact]
    public void A_huge_size_is_reported() =>
        AssertBad([0, 0, 8, 3, 0xFF, 0xFF, 0xFF, 0xFF, .. GoodImages[8..]], "offset 4", "4294967295");

    [Fact]
    public void Sizes_whose_product_overflows_are_reported() =>
        AssertBad([0, 0, 8, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0], "offset 8", "65536");

    [Fact]
    public void Images_without_a_pixel_are_reported() => AssertBad([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3], "0x3");

    [Fact]
    public void A_false_size_in_a_header_costs_no_memory()
    {
        // Claims 2 GB and holds 12 bytes.
        Write(Images, [0, 0, 8, 3, 0, 0, 0x80, 0, 0, 0, 1, 0, 0, 0, 0, 0xFF, .. GoodImages[16..]]);
        Write(Labels, GoodLabels);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Mnist.Load(_folder, MnistSplit.Train));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void The_numbers_of_images_and_labels_must_match()
    {
        Write(Images, GoodImages);
        Write(Labels, [0, 0, 8, 1, 0, 0, 0, 3, 9, 4, 1]);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Mnist.Load(_folder, MnistSplit.Train));
        Assert.Contains("holds 2 images", exception.Message, StringComparison.Ordinal);
        Assert.Contains("3 labels", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_gzip_file_is_reported_by_name()
    {
        File.WriteAllBytes(Path.Combine(_folder, Images + ".gz"), GoodImages);
        Write(Labels, GoodLabels);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Mnist.Load(_folder, MnistSplit.Train));
        Assert.Contains(Images + ".gz", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_gzip_file_is_reported_by_name()
    {
        Write(Images, GoodImages, compressed: true);
        Write(Labels, GoodLabels);
        string path = Path.Combine(_folder, Images + ".gz");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^15]);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Mnist.Load(_folder, MnistSplit.Train));
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_arguments_are_reported_by_name()
    {
        Assert.Equal("folder", Assert.Throws<ArgumentNullException>(() => Mnist.Load(null!, MnistSplit.Train)).ParamName);
        Assert.Equal("split", Assert.Throws<ArgumentOutOfRangeException>(() => Mnist.Load(_folder, (MnistSplit)2)).ParamName);
    }

    // The real files, if the environment variable names their folder.
    [Fact]
    public void The_real_data_have_their_known_sizes()
    {
        if (Environment.GetEnvironmentVariable("CONVGEN_MNIST") is { Length: > 0 } real)
        {
            LabeledImages train = Mnist.Load(real, MnistSplit.Train), test = Mnist.Load(real, MnistSplit.Test);
            Assert.Equal((60_000, 10_000), (train.Count, test.Count));
            Assert.Equal([5, 0, 4, 1, 9], train.Labels[..5].ToArray());
            Assert.Equal([7, 2, 1, 0, 4], test.Labels[..5].ToArray());
            Assert.Equal(0.1307, train.Pixels.ToArray().Average(), 0.0001);
        }
        else
        {
            Assert.Throws<FileNotFoundException>(() => Mnist.Load(_folder, MnistSplit.Train));
        }
    }

    private void AssertBad(byte[] images, params string[] parts)
    {
        Write(Images, images);
        Write(Labels, GoodLabels);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Mnist.Load(_folder, MnistSplit.Train));
        Assert.All(parts.Append(Images), part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    private void Write(string name, byte[] bytes, bool compressed = false)
    {
        string path = Path.Combine(_folder, name);
        if (!compressed)
        {
            File.WriteAllBytes(path, bytes);
            return;
        }

        using var stream = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Fastest);
        stream.Write(bytes);
    }
}
