namespace ConvGen.Tests.Reference;

/// <summary>The positions of a kernel or pooling window along one axis of an image.</summary>
/// <param name="Input">Pixels of the image along the axis.</param>
/// <param name="Window">Pixels under the window.</param>
/// <param name="Stride">Pixels from one window to the next.</param>
/// <param name="Before">Padding above or to the left.</param>
/// <param name="Output">The number of windows.</param>
/// <param name="Dilation">Pixels from one tap of the window to the next.</param>
internal readonly record struct WindowAxis(int Input, int Window, int Stride, int Before, int Output, int Dilation = 1)
{
    /// <summary>All windows that fit into the padded image.</summary>
    public static WindowAxis Fitting(int input, int window, int stride, int before, int after, int dilation = 1) =>
        new(input, window, stride, before, (input + before + after - dilation * (window - 1) - 1) / stride + 1, dilation);

    /// <summary>ceil(input / stride) windows; an odd pixel of padding goes to the bottom or the right.</summary>
    public static WindowAxis Same(int input, int window, int stride, int dilation = 1)
    {
        int output = (input + stride - 1) / stride;
        int padding = Math.Max((output - 1) * stride + dilation * (window - 1) + 1 - input, 0);
        return new(input, window, stride, padding / 2, output, dilation);
    }

    /// <summary>PyTorch's ceil mode: one more window if pixels remain, unless it would start in the padding.</summary>
    public static WindowAxis Ceiling(int input, int window, int stride, int before, int after, int dilation = 1)
    {
        int output = (input + before + after - dilation * (window - 1) - 1 + stride - 1) / stride + 1;
        if ((output - 1) * stride >= input + before)
        {
            output--;
        }

        return new(input, window, stride, before, output, dilation);
    }

    /// <summary>The pixel under one tap of one window; outside the image for padding.</summary>
    public int PixelAt(int index, int tap) => index * Stride - Before + tap * Dilation;

    /// <summary>The number of taps of a window inside the image or the given padding around it.</summary>
    public int TapsInside(int index, int before, int after)
    {
        WindowAxis axis = this;
        return Enumerable.Range(0, Window).Select(tap => axis.PixelAt(index, tap))
            .Count(pixel => pixel >= -before && pixel < axis.Input + after);
    }

    public bool Contains(int pixel) => pixel >= 0 && pixel < Input;
}
