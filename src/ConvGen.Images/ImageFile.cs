using ConvGen.Images;

namespace ConvGen;

/// <summary>Reads single images as network inputs, for predictions.</summary>
public static class ImageFile
{
    /// <summary>Reads a PNG, JPEG, BMP or WebP file.</summary>
    /// <param name="path">The file; its format is determined by its content, not its extension.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="channels">1 for grey, which is 0.299 red + 0.587 green + 0.114 blue; 3 for red, green and blue.</param>
    /// <param name="fit">How an image with other proportions is fitted.</param>
    /// <returns>Values from 0 (dark) to 1 (bright) in <c>[channel][row][column]</c> order. The EXIF orientation is applied;
    /// transparent pixels become white.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, the result would have more than 2^31 - 1 values,
    /// <paramref name="channels"/> is neither 1 nor 3, or <paramref name="fit"/> is not a defined value.</exception>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="DirectoryNotFoundException">Its folder is missing.</exception>
    /// <exception cref="InvalidDataException">The file is not such an image, is damaged or ends early, or has more than 2^27
    /// pixels; the message names it.</exception>
    public static float[] Read(string path, int height, int width, int channels = 3, ImageFit fit = ImageFit.Stretch)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var decoder = new ImageDecoder(height, width, channels, fit);
        float[] pixels = new float[decoder.Length];
        decoder.Read(path, pixels);
        return pixels;
    }
}
