using System.Runtime.InteropServices;

namespace ConvGen.Data.Tests;

public sealed class MappedImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_are_divided_by_255_and_floats_are_unchanged()
    {
        File.WriteAllBytes(_folder["bytes"], [77, .. Enumerable.Range(0, 256).Select(value => (byte)value)]);
        using var bytes = MappedImages.Open(_folder["bytes"], 2, 4, 4, [3, 1, 2, 0, 5, 6, 7, 8], headerBytes: 1);
        Assert.Equal((8, 2, 4, 4, 32), (bytes.Count, bytes.Channels, bytes.Height, bytes.Width, bytes.ImageLength));
        Assert.Equal([3, 1, 2, 0, 5, 6, 7, 8], bytes.Labels.ToArray());
        Assert.Equal(Enumerable.Range(0, 256).Select(value => value / 255f), All(bytes));

        float[] values = [-1.5f, float.Epsilon, 3e38f, 0, 7, -0f];
        File.WriteAllBytes(_folder["floats"], [1, 2, 3, .. MemoryMarshal.AsBytes(values.AsSpan())]);
        using var floats = MappedImages.Open(_folder["floats"], 1, 1, 3, [0, 1], PixelFormat.Floats, headerBytes: 3);
        Assert.Equal(values, All(floats));
    }

    [Fact]
    public void A_slice_contains_the_same_images()
    {
        File.WriteAllBytes(_folder["bytes"], [0, 51, 102, 153, 204, 255]);
        using var images = MappedImages.Open(_folder["bytes"], 1, 1, 1, [0, 1, 2, 3, 4, 5]);
        ImageSet slice = images.Slice(1, 4).Slice(2, 2);
        Assert.Equal((2, 1, 1, 1), (slice.Count, slice.Channels, slice.Height, slice.Width));
        Assert.Equal([3, 4], slice.Labels.ToArray());
        Assert.Equal([153 / 255f, 204 / 255f], All(slice));
        Assert.Equal("start", Assert.Throws<ArgumentOutOfRangeException>(() => slice.Slice(3, 0)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => slice.Slice(1, 2)).ParamName);
    }

    [Fact]
    public void A_file_larger_than_two_gigabytes_is_read_completely()
    {
        // A sparse file of 3 GiB, with only the last bytes on the disk.
        const int Images = 3072, ImageBytes = 1 << 20;
        using (FileStream file = File.Create(_folder["large"]))
        {
            file.SetLength((long)Images * ImageBytes);
            file.Position = file.Length - 2;
            file.Write([51, 255]);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        using var images = MappedImages.Open(_folder["large"], 1, 1024, 1024, new int[Images]);
        float[] pixels = new float[ImageBytes];
        images.CopyTo(Images - 1, pixels);
        Assert.Equal([0f, 51 / 255f, 1f], pixels[^3..]);
        images.CopyTo(Images - 2, pixels);
        Assert.DoesNotContain(pixels, pixel => pixel != 0);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void Reading_after_the_end_of_the_mapping_throws()
    {
        File.WriteAllBytes(_folder["bytes"], new byte[8]);
        var images = MappedImages.Open(_folder["bytes"], 1, 1, 2, [0, 1, 0, 1]);
        ImageSet slice = images.Slice(1, 2);
        images.Dispose();
        images.Dispose();
        float[] pixels = new float[2];
        Assert.Throws<ObjectDisposedException>(() => images.CopyTo(0, pixels));
        Assert.Throws<ObjectDisposedException>(() => slice.CopyTo(0, pixels));
        Assert.Throws<ObjectDisposedException>(() => new PairNet(seed: 1).Evaluate(slice, threads: 2));
        using var trainer = new Trainer<PairNet>(new PairNet(seed: 1), new Sgd(0.1f), new TrainerOptions());
        Assert.Throws<ObjectDisposedException>(() => trainer.Fit(images, epochs: 1));
    }

    [Theory]
    [InlineData(7, 2, "offset 6: expected a record of 6 bytes, found the end of the file after 1")]
    [InlineData(0, 2, "offset 0: expected a record of 6 bytes, found the end of the file after 0")]
    [InlineData(12, 3, "holds 2 images of 1x2x3, but there are 3 labels")]
    public void A_file_of_another_length_is_reported_by_name(int length, int labels, string message)
    {
        File.WriteAllBytes(_folder["bytes"], new byte[length]);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => MappedImages.Open(_folder["bytes"], 1, 2, 3, new int[labels]));
        Assert.StartsWith(_folder["bytes"], exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);

        // The file is closed again.
        File.Delete(_folder["bytes"]);
    }

    [Fact]
    public void Wrong_arguments_are_reported_by_name()
    {
        string path = _folder["bytes"];
        File.WriteAllBytes(path, [1, 2]);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => MappedImages.Open(null!, 1, 1, 1, [0])).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentNullException>(() => MappedImages.Open(path, 1, 1, 1, null!)).ParamName);
        Assert.Equal("width", Assert.Throws<ArgumentOutOfRangeException>(() => MappedImages.Open(path, 1, 1, 0, [0])).ParamName);
        Assert.Equal(
            "labels",
            Assert.Throws<ArgumentOutOfRangeException>(() => MappedImages.Open(path, 1, 1, 1, [0, -1])).ParamName);
        Assert.Equal(
            "format",
            Assert.Throws<ArgumentOutOfRangeException>(() => MappedImages.Open(path, 1, 1, 1, [0], (PixelFormat)2)).ParamName);
        Assert.Equal(
            "headerBytes",
            Assert.Throws<ArgumentOutOfRangeException>(() => MappedImages.Open(path, 1, 1, 1, [0], headerBytes: -1)).ParamName);
        Assert.Throws<FileNotFoundException>(() => MappedImages.Open(_folder["nowhere"], 1, 1, 1, [0]));
        using var images = MappedImages.Open(path, 1, 1, 1, [0, 1]);
        Assert.Equal("index", Assert.Throws<ArgumentOutOfRangeException>(() => images.CopyTo(2, new float[1])).ParamName);
        Assert.Equal("pixels", Assert.Throws<ArgumentException>(() => images.CopyTo(1, new float[2])).ParamName);
    }

    [Fact]
    public void Mapped_CIFAR_images_equal_loaded_ones()
    {
        CifarRecords.WriteTrain(_folder);
        using MappedImages mapped = Cifar10.Map(_folder.Path, Cifar10Split.Train);
        LabeledImages read = Cifar10.Load(_folder.Path, Cifar10Split.Train);
        Assert.Equal(read.Labels.ToArray(), mapped.Labels.ToArray());
        Assert.Equal(read.Pixels.ToArray(), All(mapped));
        Assert.Equal((3, 32, 32), (mapped.Channels, mapped.Height, mapped.Width));
    }

    [Fact]
    public void Mapped_digits_equal_loaded_ones()
    {
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6];
        string path = _folder["t10k-images-idx3-ubyte"];
        File.WriteAllBytes(_folder["t10k-labels-idx1-ubyte"], [0, 0, 8, 1, 0, 0, 0, 2, 9, 4]);
        Assert.Throws<FileNotFoundException>(() => Mnist.Map(_folder.Path, MnistSplit.Test));
        File.WriteAllBytes(path, images);
        using MappedImages mapped = Mnist.Map(_folder.Path, MnistSplit.Test);
        LabeledImages read = Mnist.Load(_folder.Path, MnistSplit.Test);
        Assert.Equal(read.Labels.ToArray(), mapped.Labels.ToArray());
        Assert.Equal(read.Pixels.ToArray(), All(mapped));

        AssertBad([.. images[..^1]], "offset 16: expected 12 elements of 2x2x3, found 11");
        AssertBad([.. images, 0], "offset 16: expected 12 elements of 2x2x3, found 13");
        AssertBad([0, 0, 8, 3, 0, 0, 0, 3, .. images[8..], 0, 0, 0, 0, 0, 0], "holds 3 images, but");
        AssertBad([0, 0, 8, 3, 0xFF, 0xFF, 0xFF, 0xFF, .. images[8..]], "offset 4");
        AssertBad([0, 0, 8, 3, 0, 0, 0, 2, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF], "offset 8");
        AssertBad([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3], "images of 0x3 pixels");
        AssertBad(images[..11], "offset 11");
        AssertBad([], "offset 0");

        void AssertBad(byte[] bytes, string message)
        {
            string bad = _folder["bad"];
            File.WriteAllBytes(bad, bytes);
            InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Idx.Map(bad, _folder["t10k-labels-idx1-ubyte"]));
            Assert.StartsWith(bad, exception.Message, StringComparison.Ordinal);
            Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        }
    }

    private static float[] All(ImageSet images)
    {
        float[] pixels = new float[images.Count * images.ImageLength];
        for (int i = 0; i < images.Count; i++)
        {
            images.CopyTo(i, pixels.AsSpan(i * images.ImageLength, images.ImageLength));
        }

        return pixels;
    }
}

/// <summary>The smallest network for images of two pixels.</summary>
[Network(2)]
[Dense(2), SoftmaxCrossEntropy]
internal sealed partial class PairNet;
