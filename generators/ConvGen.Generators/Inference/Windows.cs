namespace ConvGen.Generators.Inference;

/// <summary>Computes how often a kernel or window fits into a row or column.</summary>
internal static class Windows
{
    /// <summary><c>floor((size - window) / stride) + 1</c>, less than 1 when the window does not fit even once.</summary>
    public static int Count(int paddedSize, int window, int stride) =>
        paddedSize < window ? 0 : (paddedSize - window) / stride + 1;

    /// <summary>
    /// Like <see cref="Count"/>, but in ceil mode the quotient is rounded up if the last window begins inside the image or the padding
    /// before it (like PyTorch's <c>pooling_output_shape</c>).
    /// </summary>
    public static int PoolCount(int size, int before, int after, int window, int stride, bool ceilMode)
    {
        int padded = size + before + after;
        if (!ceilMode)
        {
            return Count(padded, window, stride);
        }

        int count = Count(padded + stride - 1, window, stride);
        return count > 0 && (long)(count - 1) * stride >= size + before ? count - 1 : count;
    }

    /// <summary>The padding that gives <c>ceil(input / stride)</c> rows and columns. An odd row or column is added at the bottom or the
    /// right.</summary>
    public static Padding SamePadding(ConvDeclaration conv, Shape input)
    {
        int rows = SameBorder(input.Height, Extent(conv.KernelHeight, conv.DilationY), conv.StrideY);
        int columns = SameBorder(input.Width, Extent(conv.KernelWidth, conv.DilationX), conv.StrideX);
        return new Padding(Top: rows / 2, Left: columns / 2, Bottom: rows - rows / 2, Right: columns - columns / 2);
    }

    /// <summary>Size in pixels from the first tap of a window to its last, both included.</summary>
    public static int Extent(int taps, int dilation) => dilation * (taps - 1) + 1;

    /// <summary>The maximum number of taps of a window that fits into a row or column.</summary>
    public static int Taps(int paddedSize, int dilation) => (paddedSize - 1) / dilation + 1;

    /// <summary>
    /// Whether every window has a tap inside the image. Only a dilated window can have none, if the image falls into a gap.
    /// </summary>
    public static bool AllMeet(int size, int windows, int before, int taps, int stride, int dilation)
    {
        for (int window = 0; window < windows; window++)
        {
            int first = window * stride - before;
            int taken = first >= 0 ? 0 : (-first + dilation - 1) / dilation;
            if (taken >= taps || first + taken * dilation >= size)
            {
                return false;
            }
        }

        return true;
    }

    private static int SameBorder(int size, int extent, int stride)
    {
        int outputs = (size - 1) / stride + 1;
        return Math.Max(0, (outputs - 1) * stride + extent - size);
    }
}
