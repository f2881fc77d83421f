using SkiaSharp;

namespace ConvGen.Images;

/// <summary>Cameras store an image as it comes from the sensor, and beside it how it was held.</summary>
internal static class Orientation
{
    /// <summary>What puts a stored image upright.</summary>
    /// <param name="origin">How it was held: which corner of the scene the first stored pixel shows, and whether rows are
    /// columns.</param>
    /// <param name="width">Columns of the stored image.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="uprightWidth">Columns of the upright image.</param>
    /// <param name="uprightHeight">Its rows.</param>
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
