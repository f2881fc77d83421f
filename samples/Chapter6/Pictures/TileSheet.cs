namespace Chapter6.Pictures;

/// <summary>Tiles in rows, with a gap around each.</summary>
internal static class TileSheet
{
    private const int CaptionGap = 1;

    /// <summary>Draws a sheet.</summary>
    /// <param name="tiles">At least one, all of the same size.</param>
    /// <param name="columns">Tiles in a row.</param>
    /// <param name="scale">Pixels along each side of a value.</param>
    /// <param name="gap">Pixels between tiles.</param>
    public static Picture Draw(IReadOnlyList<Tile> tiles, int columns, int scale, int gap)
    {
        columns = Math.Min(columns, tiles.Count);
        int captionScale = Math.Max(1, scale / 2);
        bool hasCaptions = tiles.Any(tile => tile.Caption.Length > 0);
        int captionHeight = hasCaptions ? (PixelFont.Height + 2 * CaptionGap) * captionScale : 0;
        int tileWidth = tiles[0].Width * scale, tileHeight = tiles[0].Height * scale;
        int stepX = tileWidth + gap, stepY = tileHeight + captionHeight + gap;
        int rows = (tiles.Count + columns - 1) / columns;
        var picture = new Picture(gap + columns * stepX, gap + rows * stepY, Palette.Paper);
        for (int i = 0; i < tiles.Count; i++)
        {
            int left = gap + i % columns * stepX, top = gap + i / columns * stepY;
            DrawValues(picture, tiles[i], left, top, scale);
            int middle = left + (tileWidth - PixelFont.WidthOf(tiles[i].Caption) * captionScale) / 2;
            PixelFont.Draw(
                picture, tiles[i].Caption, middle, top + tileHeight + CaptionGap * captionScale, captionScale, Palette.Text);
        }

        return picture;
    }

    /// <summary>How many tiles of the given width fit side by side, at least one.</summary>
    public static int ColumnsIn(int width, int tileWidth, int gap) => Math.Max(1, (width - gap) / (tileWidth + gap));

    private static void DrawValues(Picture picture, Tile tile, int left, int top, int scale)
    {
        for (int y = 0; y < tile.Height; y++)
        {
            for (int x = 0; x < tile.Width; x++)
            {
                picture.Fill(left + x * scale, top + y * scale, scale, tile.Shade(tile.Values[y * tile.Width + x]));
            }
        }
    }
}
