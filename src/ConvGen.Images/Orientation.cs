using SkiaSharp;

namespace ConvGen.Images;

/// <summary>Applies the EXIF orientation: cameras store an image as the sensor delivers it, and the orientation separately.</summary>
internal static class Orientation
{
    /// <summary>Returns the transformation that puts a stored image upright.</summary>
    /// <param name="origin">The orientation: which corner of the scene the first stored pixel shows, and whether rows and
    /// columns are swapped.</param>
    /// <param name="width">The number of columns of the stored image.</param>
    /// <param name="height">The number of its rows.</param>
    /// <param name="uprightWidth">The number of columns of the upright image.</param>
    /// <param name="uprightHeight">The number of its rows.</param>
    public static SKMatrix Upright(SKEncodedOrigin origin, int width, int height, out int uprightWidth, out int uprightHeight)
    {
        bool isTransposed = origin >= SKEncodedOrigin.LeftTop;
        (uprightWidth, uprightHeight) = isTransposed ? (height, width) : (width, height);
        return origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
            _ => SKMatrix.Identity,
        };
    }
}
