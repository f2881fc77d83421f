using System.Text;
using SkiaSharp;
using Spectre.Console;

namespace Chapter6.Pictures;

/// <summary>A small raster image, for a file or for the terminal.</summary>
/// <param name="width">Pixels from left to right, at least 1.</param>
/// <param name="height">Pixels from top to bottom, at least 1.</param>
/// <param name="background">The initial colour of every pixel.</param>
internal sealed class Picture(int width, int height, Rgb background)
{
    private readonly Rgb[] _pixels = [.. Enumerable.Repeat(background, width * height)];

    public int Width => width;

    public int Height => height;

    public Rgb this[int x, int y]
    {
        get => _pixels[y * width + x];
        set => _pixels[y * width + x] = value;
    }

    /// <summary>Fills a square of pixels.</summary>
    public void Fill(int left, int top, int side, Rgb colour)
    {
        for (int y = top; y < top + side; y++)
        {
            _pixels.AsSpan(y * width + left, side).Fill(colour);
        }
    }

    public void SavePng(string path)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Pixels = [.. _pixels.Select(pixel => new SKColor(pixel.Red, pixel.Green, pixel.Blue))];
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        using FileStream file = File.Create(path);
        data.SaveTo(file);
    }

    /// <summary>Writes the picture as half blocks: a character shows two pixels, one above the other. Without colours,
    /// pixels are black or white.</summary>
    public void Write(IAnsiConsole console)
    {
        bool hasColours = console.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors };
        for (int y = 0; y < height; y += 2)
        {
            var line = new StringBuilder();
            for (int x = 0; x < width; x++)
            {
                Rgb upper = this[x, y], lower = y + 1 < height ? this[x, y + 1] : background;
                line.Append(hasColours
                    ? FormattableString.Invariant($"[{upper.Markup} on {lower.Markup}]▀[/]")
                    : PlainBlock(upper.IsDark, lower.IsDark));
            }

            console.MarkupLine(line.ToString());
        }
    }

    private static string PlainBlock(bool upper, bool lower) => (upper, lower) switch
    {
        (true, true) => "█",
        (true, false) => "▀",
        (false, true) => "▄",
        (false, false) => " ",
    };
}

/// <summary>A colour.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>Nearer to black than to white.</summary>
    public bool IsDark => Red + Green + Blue < 3 * 128;

    /// <summary>The colour's name in Spectre's markup.</summary>
    public string Markup => FormattableString.Invariant($"rgb({Red},{Green},{Blue})");
}
