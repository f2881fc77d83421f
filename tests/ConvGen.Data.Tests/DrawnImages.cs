using SkiaSharp;

namespace ConvGen.Data.Tests;

/// <summary>Writes image files.</summary>
internal static class DrawnImages
{
    public static void Write(
        string path,
        int width,
        int height,
        Func<int, int, SKColor> colour,
        SKEncodedImageFormat format = SKEncodedImageFormat.Png) =>
        File.WriteAllBytes(path, Encode(width, height, colour, format));

    public static byte[] Encode(
        int width, int height, Func<int, int, SKColor> colour, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, colour(x, y));
            }
        }

        using SKData data = bitmap.Encode(format, quality: 100);
        return data.ToArray();
    }

    /// <summary>A BMP file of 24 bits, which Skia does not write.</summary>
    public static byte[] EncodeBmp(int width, int height, Func<int, int, SKColor> colour)
    {
        int stride = (3 * width + 3) / 4 * 4, length = 54 + stride * height;
        byte[] bytes = new byte[length];
        using var writer = new BinaryWriter(new MemoryStream(bytes));
        writer.Write("BM"u8);
        writer.Write(length);
        writer.Write(0);
        foreach (int value in (int[])[54, 40, width, height, 1 | 24 << 16, 0, 0, 0, 0, 0, 0])
        {
            writer.Write(value);
        }

        // Rows are stored from the bottom up, and blue comes first.
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                SKColor pixel = colour(x, height - 1 - y);
                ((byte[])[pixel.Blue, pixel.Green, pixel.Red]).CopyTo(bytes, 54 + y * stride + 3 * x);
            }
        }

        return bytes;
    }

    /// <summary>Adds the orientation tag of a camera to a JPEG file.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        // An Exif segment after the start of the image: big-endian TIFF with one entry, tag 0x0112, one 16-bit number.
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM"u8, 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }
}
