using SkiaSharp;

namespace ConvGen.Data.Tests;

public sealed class ImageFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_image_of_the_right_size_keeps_its_values()
    {
        DrawnImages.Write(_folder["a.png"], 5, 4, Colour);
        Assert.Equal(Expected(5, 4), ImageFile.Read(_folder["a.png"], height: 4, width: 5));
    }

    [Fact]
    public void An_opaque_image_of_the_right_size_has_the_decoded_values()
    {
        byte[] jpeg = DrawnImages.Encode(17, 9, (x, y) => new SKColor((byte)(15 * x), (byte)(28 * y), (byte)(x * y)), SKEncodedImageFormat.Jpeg);
        File.WriteAllBytes(_folder["a.jpg"], jpeg);
        using var decoded = SKBitmap.Decode(jpeg);
        SKColor[] colours = decoded.Pixels;
        float[] expected =
        [
            .. colours.Select(colour => colour.Red / 255f),
            .. colours.Select(colour => colour.Green / 255f),
            .. colours.Select(colour => colour.Blue / 255f),
        ];
        Assert.Equal(expected, ImageFile.Read(_folder["a.jpg"], height: 9, width: 17));

        // An orientation that keeps the size: both sides are swapped.
        File.WriteAllBytes(_folder["a.jpg"], DrawnImages.WithOrientation(jpeg, 3));
        float[] turned = ImageFile.Read(_folder["a.jpg"], height: 9, width: 17);
        Assert.Equal(expected.Take(153).Reverse(), turned.Take(153));
    }

    [Fact]
    public void The_format_is_found_by_content_and_not_by_extension()
    {
        File.WriteAllBytes(_folder["bitmap"], DrawnImages.EncodeBmp(5, 4, Colour));
        Assert.Equal(Expected(5, 4), ImageFile.Read(_folder["bitmap"], 4, 5));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Lossy_formats_are_read_approximately(SKEncodedImageFormat format)
    {
        DrawnImages.Write(_folder["a"], 16, 16, (x, y) => new SKColor(200, 100, 50), format);
        float[] pixels = ImageFile.Read(_folder["a"], 2, 2);
        Assert.All(pixels[..4], red => Assert.Equal(200 / 255f, red, 0.02f));
        Assert.All(pixels[4..8], green => Assert.Equal(100 / 255f, green, 0.02f));
        Assert.All(pixels[8..], blue => Assert.Equal(50 / 255f, blue, 0.02f));
    }

    [Fact]
    public void Grey_is_a_weighted_sum_and_grey_pixels_are_exact()
    {
        SKColor[] below = [SKColors.Red, SKColors.Lime, SKColors.Blue];
        DrawnImages.Write(_folder["a.png"], 3, 2, (x, y) => y == 0 ? new SKColor(77, 77, 77) : below[x]);
        float[] pixels = ImageFile.Read(_folder["a.png"], 2, 3, channels: 1);
        Assert.Equal([77 / 255f, 77 / 255f, 77 / 255f], pixels[..3]);
        Assert.Equal([0.299f, 0.587f, 0.114f], pixels[3..]);
    }

    [Fact]
    public void Transparent_pixels_become_white()
    {
        DrawnImages.Write(_folder["a.png"], 2, 1, (x, y) => new SKColor(0, 0, 0, (byte)(x == 0 ? 0 : 255)));
        Assert.Equal([1f, 0f], ImageFile.Read(_folder["a.png"], 1, 2, channels: 1));
    }

    [Fact]
    public void Downscaling_averages_pixels()
    {
        // A chessboard: every downscaled pixel is grey, and no stripes appear.
        DrawnImages.Write(_folder["a.png"], 256, 256, (x, y) => (x + y) % 2 == 0 ? SKColors.White : SKColors.Black);
        Assert.All(ImageFile.Read(_folder["a.png"], 16, 16, channels: 1), grey => Assert.Equal(0.5f, grey, 0.02f));
    }

    [Fact]
    public void Stretching_keeps_the_whole_image_and_cropping_its_centre()
    {
        // Three squares side by side.
        DrawnImages.Write(_folder["a.png"], 24, 8, (x, y) => x < 8 ? SKColors.Red : x < 16 ? SKColors.Lime : SKColors.Blue);
        float[] stretched = ImageFile.Read(_folder["a.png"], 8, 8);
        float[] cropped = ImageFile.Read(_folder["a.png"], 8, 8, fit: ImageFit.Crop);
        Assert.Equal((1f, 0f, 0f), (stretched[0], stretched[64], stretched[128]));
        Assert.Equal((0f, 0f, 1f), (stretched[63], stretched[127], stretched[191]));
        Assert.All(cropped[64..128], green => Assert.Equal(1f, green));
        Assert.All(cropped[..64].Concat(cropped[128..]), other => Assert.Equal(0f, other));
    }

    // As the Exif standard defines it: the sides of the scene that the first row and the first column show.
    [Theory]
    [InlineData(1, "top", "left")]
    [InlineData(2, "top", "right")]
    [InlineData(3, "bottom", "right")]
    [InlineData(4, "bottom", "left")]
    [InlineData(5, "left", "top")]
    [InlineData(6, "right", "top")]
    [InlineData(7, "right", "bottom")]
    [InlineData(8, "left", "bottom")]
    public void The_orientation_of_a_camera_is_applied(byte orientation, string firstRow, string firstColumn)
    {
        const int SceneWidth = 32, SceneHeight = 16;
        bool rowsAreRows = firstRow is "top" or "bottom";
        SKColor Stored(int column, int row)
        {
            (int y, int x) = rowsAreRows ? (row, column) : (column, row);
            x = firstRow == "right" || firstColumn == "right" ? SceneWidth - 1 - x : x;
            y = firstRow == "bottom" || firstColumn == "bottom" ? SceneHeight - 1 - y : y;
            return Scene(x < SceneWidth / 2, y < SceneHeight / 2);
        }

        (int width, int height) = rowsAreRows ? (SceneWidth, SceneHeight) : (SceneHeight, SceneWidth);
        byte[] jpeg = DrawnImages.Encode(width, height, Stored, SKEncodedImageFormat.Jpeg);
        File.WriteAllBytes(_folder["a.jpg"], DrawnImages.WithOrientation(jpeg, orientation));
        float[] pixels = ImageFile.Read(_folder["a.jpg"], SceneHeight, SceneWidth);
        foreach ((int x, int y) in ((int, int)[])[(3, 3), (28, 3), (3, 12), (28, 12)])
        {
            SKColor expected = Scene(x < SceneWidth / 2, y < SceneHeight / 2);
            float Channel(int channel) => pixels[(channel * SceneHeight + y) * SceneWidth + x];
            Assert.Equal(expected.Red / 255f, Channel(0), 0.1f);
            Assert.Equal(expected.Green / 255f, Channel(1), 0.1f);
            Assert.Equal(expected.Blue / 255f, Channel(2), 0.1f);
        }
    }

    [Fact]
    public void Files_that_are_not_images_are_reported()
    {
        File.WriteAllText(_folder["a.png"], "no image");
        AssertBad("a.png", "expected a PNG, JPEG, BMP or WebP image");
        File.WriteAllBytes(_folder["empty.png"], []);
        AssertBad("empty.png", "expected a PNG, JPEG, BMP or WebP image");
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void A_truncated_image_is_reported_by_name(SKEncodedImageFormat format)
    {
        byte[] bytes = DrawnImages.Encode(64, 64, (x, y) => new SKColor((byte)(x * y), (byte)(7 * x), (byte)(3 * y + x)), format);
        for (int kept = 0; kept < bytes.Length - 64; kept += 1 + bytes.Length / 50)
        {
            File.WriteAllBytes(_folder["a"], bytes[..kept]);
            AssertBad("a", "a: ");
        }
    }

    [Fact]
    public void An_image_with_a_huge_size_in_its_header_is_rejected()
    {
        byte[] bytes = DrawnImages.EncodeBmp(1, 1, Colour);
        BitConverter.TryWriteBytes(bytes.AsSpan(18), 60_000);
        BitConverter.TryWriteBytes(bytes.AsSpan(22), 60_000);
        File.WriteAllBytes(_folder["a.bmp"], bytes);
        AssertBad("a.bmp", "expected at most 134217728 pixels, found 60000x60000");
    }

    [Fact]
    public void A_missing_file_is_reported_by_name()
    {
        FileNotFoundException exception = Assert.Throws<FileNotFoundException>(() => ImageFile.Read(_folder["a.png"], 1, 1));
        Assert.Contains(_folder["a.png"], exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, 1, ImageFit.Crop, "height")]
    [InlineData(1, -1, 1, ImageFit.Crop, "width")]
    [InlineData(1, 1, 2, ImageFit.Crop, "channels")]
    [InlineData(1, 1, 1, (ImageFit)2, "fit")]
    [InlineData(60_000, 60_000, 1, ImageFit.Crop, "height")]
    public void Wrong_arguments_are_reported_by_name(int height, int width, int channels, ImageFit fit, string argument)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => ImageFile.Read(_folder["a"], height, width, channels, fit));
        Assert.Equal(argument, exception.ParamName);
        Assert.Equal("path", Assert.Throws<ArgumentNullException>(() => ImageFile.Read(null!, 1, 1)).ParamName);
    }

    private void AssertBad(string name, string message)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => ImageFile.Read(_folder[name], 8, 8));
        Assert.StartsWith(_folder[name], exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static SKColor Scene(bool left, bool top) =>
        top ? (left ? SKColors.Red : SKColors.Lime) : left ? SKColors.Blue : SKColors.White;

    private static SKColor Colour(int x, int y) => new((byte)(40 * x), (byte)(50 * y + 3), (byte)(17 * x + 31 * y));

    private static float[] Expected(int width, int height) =>
    [
        .. from channel in Enumerable.Range(0, 3)
           from y in Enumerable.Range(0, height)
           from x in Enumerable.Range(0, width)
           let colour = Colour(x, y)
           select (channel == 0 ? colour.Red : channel == 1 ? colour.Green : colour.Blue) / 255f,
    ];
}
