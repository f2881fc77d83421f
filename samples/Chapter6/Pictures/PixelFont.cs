namespace Chapter6.Pictures;

/// <summary>Digits of 3x5 pixels, so that captions need no font of the system.</summary>
internal static class PixelFont
{
    public const int Height = 5;

    private const int GlyphWidth = 3, Advance = GlyphWidth + 1;

    // Five rows of three pixels each; the left pixel is the highest bit.
    private static readonly Dictionary<char, int[]> Glyphs = new()
    {
        ['0'] = [0b111, 0b101, 0b101, 0b101, 0b111],
        ['1'] = [0b010, 0b110, 0b010, 0b010, 0b111],
        ['2'] = [0b111, 0b001, 0b111, 0b100, 0b111],
        ['3'] = [0b111, 0b001, 0b011, 0b001, 0b111],
        ['4'] = [0b101, 0b101, 0b111, 0b001, 0b001],
        ['5'] = [0b111, 0b100, 0b111, 0b001, 0b111],
        ['6'] = [0b111, 0b100, 0b111, 0b101, 0b111],
        ['7'] = [0b111, 0b001, 0b010, 0b010, 0b010],
        ['8'] = [0b111, 0b101, 0b111, 0b101, 0b111],
        ['9'] = [0b111, 0b101, 0b111, 0b001, 0b111],
        ['>'] = [0b100, 0b010, 0b001, 0b010, 0b100],
        [' '] = [0, 0, 0, 0, 0],
    };

    /// <summary>The width of a text in pixels.</summary>
    public static int WidthOf(string text) => text.Length == 0 ? 0 : text.Length * Advance - 1;

    /// <summary>Draws digits, <c>&gt;</c> and spaces.</summary>
    public static void Draw(Picture picture, string text, int left, int top, int scale, Rgb colour)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int[] glyph = Glyphs[text[i]];
            for (int pixel = 0; pixel < GlyphWidth * Height; pixel++)
            {
                (int y, int x) = Math.DivRem(pixel, GlyphWidth);
                if ((glyph[y] >> (GlyphWidth - 1 - x) & 1) != 0)
                {
                    picture.Fill(left + (i * Advance + x) * scale, top + y * scale, scale, colour);
                }
            }
        }
    }
}
