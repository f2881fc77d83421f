using SkiaSharp;

namespace ConvGen.Tests.AheadOfTime;

/// <summary>Draws images, saves them as PNG and reads them.</summary>
internal static class ImagesUse
{
    public static string Describe()
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("convgen-images-");
        try
        {
            Draw(root, "dark", SKColors.Black);
            Draw(root, "light", SKColors.White);
            ImageFolderContent content = ImageFolder.Load(root.FullName, height: 4, width: 4, channels: 1);
            return $"images: {content.Images.Count}, {string.Join(" and ", content.ClassNames)}, "
                + $"{content.Images.Pixels[0]:F0} and {content.Images.Pixels[^1]:F0}";
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static void Draw(DirectoryInfo root, string kind, SKColor colour)
    {
        using SKBitmap picture = new(8, 6);
        picture.Erase(colour);
        using SKData png = picture.Encode(SKEncodedImageFormat.Png, quality: 100);
        File.WriteAllBytes(Path.Combine(root.CreateSubdirectory(kind).FullName, "one.png"), png.ToArray());
    }
}
