using System.Text;

namespace MnistSample.Output;

/// <summary>Draws images in a terminal. A character is about twice as high as wide, so its upper and lower half show
/// one pixel each.</summary>
internal static class DigitPicture
{
    /// <summary>The part that is drawn; MNIST's images are empty outside it.</summary>
    private const int Left = 4, Top = 3;
    private const int Side = 28;
    private const float InkThreshold = 0.4f;

    /// <summary>Characters per line.</summary>
    public const int Width = 20;

    /// <summary>Lines.</summary>
    public const int Height = 11;

    /// <summary>One line of an image of 28x28 pixels, 0 to 1, as half blocks.</summary>
    /// <param name="pixels">The image, <c>[row][column]</c>.</param>
    /// <param name="line">0 to <see cref="Height"/> - 1.</param>
    /// <param name="inGrey">Whether the terminal shows shades of grey; otherwise pixels are black or white.</param>
    /// <returns>Text with Spectre's markup.</returns>
    public static string Line(ReadOnlySpan<float> pixels, int line, bool inGrey)
    {
        var text = new StringBuilder();
        ReadOnlySpan<float> upper = pixels.Slice((Top + 2 * line) * Side + Left, Width);
        ReadOnlySpan<float> lower = pixels.Slice((Top + 2 * line + 1) * Side + Left, Width);
        for (int x = 0; x < Width; x++)
        {
            text.Append(inGrey ? GreyBlock(upper[x], lower[x]) : PlainBlock(upper[x], lower[x]));
        }

        return text.ToString();
    }

    private static string GreyBlock(float upper, float lower)
    {
        int above = Grey(upper), below = Grey(lower);
        return $"[rgb({above},{above},{above}) on rgb({below},{below},{below})]▀[/]";
    }

    private static int Grey(float ink) => (int)(255 * Math.Clamp(ink, 0, 1));

    private static string PlainBlock(float upper, float lower) => (upper > InkThreshold, lower > InkThreshold) switch
    {
        (true, true) => "█",
        (true, false) => "▀",
        (false, true) => "▄",
        (false, false) => " ",
    };
}
