namespace ConvGen.Tracing;

/// <summary>Enumerates the pixels of one window that are inside the image, row by row: the position in the window and in the map.</summary>
internal ref struct WindowPixels(LayerWindow window, LayerActivation image, int outputRow, int outputColumn)
{
    private readonly int _top = outputRow * window.StrideY - window.PadTop;
    private readonly int _left = outputColumn * window.StrideX - window.PadLeft;
    private int _tap = -1;

    /// <summary>The position in the window and in the map.</summary>
    public (int Tap, int Pixel) Current { get; private set; }

    /// <summary>The number of window positions that count in an average: those in the image and, if the padding counts, in the
    /// padding.</summary>
    public readonly int Counted =>
        CountIn(_top, window.Height, window.PadTop, window.PadBottom, image.Height)
        * CountIn(_left, window.Width, window.PadLeft, window.PadRight, image.Width);

    public readonly WindowPixels GetEnumerator() => this;

    public bool MoveNext()
    {
        while (++_tap < window.Height * window.Width)
        {
            int row = _top + _tap / window.Width * window.DilationY, column = _left + _tap % window.Width * window.DilationX;
            if ((uint)row < (uint)image.Height && (uint)column < (uint)image.Width)
            {
                Current = (_tap, row * image.Width + column);
                return true;
            }
        }

        return false;
    }

    private readonly int CountIn(int start, int size, int before, int after, int pixels) => window.CountPadding
        ? Math.Min(start + size, pixels + after) - Math.Max(start, -before)
        : Math.Min(start + size, pixels) - Math.Max(start, 0);
}
