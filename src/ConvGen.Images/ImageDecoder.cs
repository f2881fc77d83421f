using SkiaSharp;

namespace ConvGen.Images;

/// <summary>Decodes images of any size into arrays of one size. Each thread needs its own instance.</summary>
internal sealed class ImageDecoder : IDisposable
{
    // 512 MB in memory; a small file may decode to much more.
    private const long MostPixels = 1 << 27;

    private const int BytesPerPixel = 4;

    // Mipmaps with linear interpolation, which avoid moire when images are reduced.
    private static readonly SKSamplingOptions Sampling = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    private readonly int _height, _width, _channels;
    private readonly ImageFit _fit;
    private readonly SKBitmap _scaled;
    private readonly SKCanvas _canvas;

    /// <exception cref="ArgumentOutOfRangeException">A size or the product of the sizes is out of range.</exception>
    public ImageDecoder(int height, int width, int channels, ImageFit fit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (channels is not (1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "channels must be 1 or 3.");
        }

        if (fit is not (ImageFit.Stretch or ImageFit.Crop))
        {
            throw new ArgumentOutOfRangeException(nameof(fit), fit, "fit must be Stretch or Crop.");
        }

        if ((long)height * width > MostPixels)
        {
            throw new ArgumentOutOfRangeException(
                nameof(height), height, $"Images of {height}x{width} have more than {MostPixels} pixels.");
        }

        (_height, _width, _channels, _fit) = (height, width, channels, fit);
        _scaled = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        _canvas = new SKCanvas(_scaled);
    }

    /// <summary>The number of values of an image.</summary>
    public int Length => _channels * _height * _width;

    /// <summary>Reads an image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pixels">Receives <see cref="Length"/> values.</param>
    /// <exception cref="InvalidDataException">The file is not an image, or is damaged.</exception>
    public void Read(string path, Span<float> pixels)
    {
        // Opened here, because Skia does not report why opening failed.
        using FileStream file = File.OpenRead(path);
        using SKCodec codec = Open(file, path);
        if (NeedsNoDrawing(codec))
        {
            Decode(codec, _scaled, path);
        }
        else
        {
            using var image = new SKBitmap(
                new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
            Decode(codec, image, path);
            Draw(image, codec.EncodedOrigin);
        }

        Convert(_scaled.GetPixelSpan(), pixels);
    }

    public void Dispose()
    {
        _canvas.Dispose();
        _scaled.Dispose();
    }

    private static SKCodec Open(FileStream file, string path)
    {
        var codec = SKCodec.Create(file, out SKCodecResult opened);
        if (codec is null)
        {
            throw new InvalidDataException($"{path}: expected a PNG, JPEG, BMP or WebP image, found something else ({opened}).");
        }

        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MostPixels)
        {
            codec.Dispose();
            throw new InvalidDataException($"{path}: expected at most {MostPixels} pixels, found {width}x{height}.");
        }

        return codec;
    }

    /// <summary>Whether the stored image already has the requested size, is upright and has no transparent pixels. Drawing such an
    /// image would copy it, and take longer than decoding it if it is small.</summary>
    private bool NeedsNoDrawing(SKCodec codec) =>
        (codec.Info.Width, codec.Info.Height) == (_width, _height)
        && codec.Info.AlphaType == SKAlphaType.Opaque
        && codec.EncodedOrigin == SKEncodedOrigin.TopLeft;

    private static void Decode(SKCodec codec, SKBitmap image, string path)
    {
        SKCodecResult decoded = codec.GetPixels(image.Info, image.GetPixels());
        if (decoded != SKCodecResult.Success)
        {
            throw new InvalidDataException(
                $"{path}: the image of {image.Width}x{image.Height} pixels is damaged or ends early ({decoded}).");
        }
    }

    private void Draw(SKBitmap image, SKEncodedOrigin origin)
    {
        SKMatrix upright = Orientation.Upright(origin, image.Width, image.Height, out int uprightWidth, out int uprightHeight);
        (float scaleX, float scaleY) = ((float)_width / uprightWidth, (float)_height / uprightHeight);
        if (_fit == ImageFit.Crop)
        {
            scaleX = scaleY = Math.Max(scaleX, scaleY);
        }

        _canvas.Clear(SKColors.White);
        _canvas.ResetMatrix();
        _canvas.Translate((_width - scaleX * uprightWidth) / 2, (_height - scaleY * uprightHeight) / 2);
        _canvas.Scale(scaleX, scaleY);
        _canvas.Concat(upright);
        using var source = SKImage.FromBitmap(image);
        _canvas.DrawImage(source, 0, 0, Sampling);
        _canvas.Flush();
    }

    private void Convert(ReadOnlySpan<byte> colours, Span<float> pixels)
    {
        int plane = _height * _width;
        for (int i = 0; i < plane; i++)
        {
            ReadOnlySpan<byte> colour = colours.Slice(i * BytesPerPixel, 3);
            if (_channels == 1)
            {
                // In thousandths, so that grey pixels keep their exact value.
                pixels[i] = (299 * colour[0] + 587 * colour[1] + 114 * colour[2]) / 255_000f;
            }
            else
            {
                (pixels[i], pixels[plane + i], pixels[2 * plane + i]) = (colour[0] / 255f, colour[1] / 255f, colour[2] / 255f);
            }
        }
    }
}
