using System.IO.Compression;
using ConvGen.Testing;

namespace ConvGen.Tests.Files;

/// <summary>For any bytes in the files of MNIST, including compressed ones, either images are read or the documented exception is thrown.
/// Neither claimed sizes nor the decompressed data cause large allocations.</summary>
public sealed class MalformedIdxTests : IDisposable
{
    private const long MostAllocated = 400_000;

    // Three images of 2x3 pixels.
    private static readonly byte[] GoodImages =
        [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6, 9, 8, 7, 6, 5, 4];

    private static readonly byte[] GoodLabels = [0, 0, 8, 1, 0, 0, 0, 3, 9, 4, 0];

    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-idx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Every_truncation_is_reported(bool ofLabels, bool compressed)
    {
        byte[] content = ofLabels ? GoodLabels : GoodImages, good = Packed(content, compressed);

        // A compressed file ends with an end marker and two checksums; .NET does not miss them if all values are
        // present.
        int end = compressed ? good.Length - 10 : good.Length;
        for (int length = 0; length < good.Length; length++)
        {
            bool isRead = TryLoad(ofLabels, compressed, good[..length], content) is null;
            Assert.False(isRead && length < end, $"{length} of {good.Length} bytes were enough.");
        }

        Assert.Null(TryLoad(ofLabels, compressed, good, content));
    }

    [Fact]
    public void Every_mutation_is_read_correctly_or_rejected()
    {
        int count = Campaign.Count(10_000, 200_000), read = 0;
        for (int i = 0; i < count; i++)
        {
            var random = new Random(unchecked((Campaign.Seed * 1_000_003) + i));
            bool ofLabels = random.Next(2) == 0, compressed = random.Next(2) == 0;
            byte[] bytes = Mutate(ofLabels ? GoodLabels : GoodImages, random);
            byte[] packed = Packed(bytes, compressed);
            bool alsoPacked = compressed && random.Next(2) == 0;
            packed = alsoPacked ? Mutate(packed, random) : packed;
            try
            {
                read += TryLoad(ofLabels, compressed, packed, alsoPacked ? null : bytes) is null ? 1 : 0;
            }
            catch (Exception exception)
            {
                Assert.Fail($"CONVGEN_SEED={Campaign.Seed}, mutation {i}, {Convert.ToBase64String(packed)}\n{exception}");
            }
        }

        Assert.True(read > count / 100 && read < count / 2, $"{read} of {count} were read: too few or too many to be meaningful.");
        Campaign.Report("mutations of IDX files", $"{count} files, {read} read, {count - read} rejected");
    }

    [Fact]
    public void A_decompression_bomb_is_read_only_up_to_the_size_in_its_header()
    {
        // 64 MiB of zeros after three images, compressed to about 64 KB.
        byte[] bomb = Packed([.. GoodImages, .. new byte[64 << 20]], compressed: true);
        Assert.InRange(bomb.Length, 1, 1 << 20);
        string? message = TryLoad(ofLabels: false, compressed: true, bomb);
        Assert.Contains("expected the end of the file after 18 elements, found more", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decompression_bomb_with_a_huge_size_in_its_header_is_stopped_by_the_limit()
    {
        // 2^31 - 1 labels: rejected because of the header alone.
        byte[] bomb = Packed([0, 0, 8, 1, 0x7F, 0xFF, 0xFF, 0xFF, .. new byte[1 << 20]], compressed: true);
        string? message = TryLoad(ofLabels: true, compressed: true, bomb);
        Assert.Contains("at most 1073741824 elements in all, found a size of 2147483647", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_can_be_set()
    {
        Assert.Null(TryLoad(false, false, GoodImages));
        string own = Assert.Single(Directory.GetDirectories(_folder));
        Assert.Equal(3, Mnist.Load(own, MnistSplit.Train, maxBytes: 18).Count);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Mnist.Load(own, MnistSplit.Train, maxBytes: 17));
        const string Message = "offset 12: expected at most 17 elements in all, found a size of 3";
        Assert.Contains(Message, exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Mnist.Load(own, MnistSplit.Train, maxBytes: 0));
    }

    [Fact]
    public void No_images_of_impossible_size_are_reported() =>
        Assert.Contains(
            "found a size of 2147483647",
            TryLoad(false, false, [0, 0, 8, 3, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF]),
            StringComparison.Ordinal);

    /// <summary>Null if the files were read, otherwise the message of the exception.</summary>
    /// <param name="ofLabels">Whether the bytes are the file of labels, or that of images.</param>
    /// <param name="compressed">Whether they are compressed.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="content">The expected content, if known.</param>
    private string? TryLoad(bool ofLabels, bool compressed, byte[] bytes, byte[]? content = null)
    {
        // A folder for each of the four cases, so that one file is written at a time.
        string own = Path.Combine(_folder, $"{ofLabels} {compressed}");
        string images = Path.Combine(own, "train-images-idx3-ubyte"), labels = Path.Combine(own, "train-labels-idx1-ubyte");
        if (!Directory.Exists(own))
        {
            Directory.CreateDirectory(own);
            File.WriteAllBytes(ofLabels ? images : labels, ofLabels ? GoodImages : GoodLabels);
        }

        File.WriteAllBytes((ofLabels ? labels : images) + (compressed ? ".gz" : ""), bytes);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            LabeledImages read = Mnist.Load(own, MnistSplit.Train);
            if (content is not null)
            {
                (byte[] imageFile, byte[] labelFile) = ofLabels ? (GoodImages, content) : (content, GoodLabels);
                Assert.Equal(imageFile[16..], read.Pixels.ToArray().Select(pixel => (byte)MathF.Round(255 * pixel)));
                Assert.Equal(labelFile[8..], read.Labels.ToArray().Select(label => (byte)label));
            }

            return null;
        }
        catch (InvalidDataException exception)
        {
            Assert.Contains(_folder, exception.Message, StringComparison.Ordinal);
            return exception.Message;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, MostAllocated);
        }
    }

    private static byte[] Mutate(byte[] good, Random random)
    {
        if (good.Length < 4)
        {
            return good;
        }

        byte[] bytes = [.. good];
        int at = random.Next(bytes.Length);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 1:
                // Sets a size field, or the bytes at its position, to extreme values.
                bytes.AsSpan(random.Next(4) * 4 % (bytes.Length - 3), 4).Fill((byte)(random.Next(2) * 255));
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes, .. bytes[..at]];
            case 4:
                return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
            default:
                return bytes;
        }
    }

    private static byte[] Packed(byte[] bytes, bool compressed)
    {
        if (!compressed)
        {
            return bytes;
        }

        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }
}
