namespace ConvGen.Tracing;

/// <summary>Moves values to other places.</summary>
internal static class PlainRearrangement
{
    /// <summary>Copies neighbouring channels or elements.</summary>
    public static void Slice(LayerSummary layer, LayerActivation x, Span<float> y)
    {
        int pixels = y.Length / layer.OutputShape[0];
        x.Values.Slice(layer.First * pixels, y.Length).CopyTo(y);
    }

    /// <summary>Channel k of group g becomes channel k * groups + g.</summary>
    public static void ShuffleChannels(LayerSummary layer, LayerActivation x, Span<float> y)
    {
        int channels = layer.OutputShape[0], pixels = y.Length / channels;
        for (int channel = 0; channel < channels; channel++)
        {
            int source = channel % layer.Groups * (channels / layer.Groups) + channel / layer.Groups;
            x.Values.Slice(source * pixels, pixels).CopyTo(y[(channel * pixels)..]);
        }
    }

    /// <summary>factor * factor channels become a square of pixels.</summary>
    public static void ShufflePixels(LayerActivation x, LayerActivation shape, Span<float> y)
    {
        int factor = shape.Shape[1] / x.Shape[1];
        Copy(x, shape, y, (channel, row, column) =>
            ((channel * factor + row % factor) * factor + column % factor, row / factor, column / factor));
    }

    /// <summary>Adds rows and columns.</summary>
    public static void Pad(LayerWindow window, LayerActivation x, LayerActivation shape, Span<float> y)
    {
        Copy(x, shape, y, (channel, row, column) =>
        {
            int i = Inside(row - window.PadTop, x.Shape[1]), j = Inside(column - window.PadLeft, x.Shape[2]);
            return i < 0 || j < 0 ? null : (channel, i, j);
        });

        int Inside(int index, int size) => window.PadMode switch
        {
            PadMode.Zeros => index < size ? index : -1,
            PadMode.Edge => Math.Clamp(index, 0, size - 1),
            PadMode.Reflection when index < 0 => -index,
            PadMode.Reflection => index < size ? index : 2 * (size - 1) - index,
            _ => throw new ArgumentOutOfRangeException(nameof(window), window.PadMode, "Unknown mode."),
        };
    }

    /// <summary>Enlarges an image.</summary>
    public static void Upsample(UpsampleMode mode, LayerActivation x, LayerActivation shape, Span<float> y)
    {
        int factorY = shape.Shape[1] / x.Shape[1], factorX = shape.Shape[2] / x.Shape[2];
        if (mode == UpsampleMode.Nearest)
        {
            Copy(x, shape, y, (channel, row, column) => (channel, row / factorY, column / factorX));
            return;
        }

        int index = 0;
        for (int channel = 0; channel < shape.Shape[0]; channel++)
        {
            for (int row = 0; row < shape.Shape[1]; row++)
            {
                (int top, int bottom, double down) = Neighbors(mode, row, x.Shape[1], factorY);
                for (int column = 0; column < shape.Shape[2]; column++)
                {
                    (int left, int right, double across) = Neighbors(mode, column, x.Shape[2], factorX);
                    double above = (1 - across) * x[channel, top, left] + across * x[channel, top, right];
                    double below = (1 - across) * x[channel, bottom, left] + across * x[channel, bottom, right];
                    y[index++] = (float)((1 - down) * above + down * below);
                }
            }
        }
    }

    /// <summary>The inputs before and after the position of an output, and the share of the second.</summary>
    private static (int Before, int After, double Share) Neighbors(UpsampleMode mode, int index, int size, int factor)
    {
        double position = mode switch
        {
            UpsampleMode.Bilinear => Math.Max((2 * index + 1 - factor) / (2.0 * factor), 0),
            UpsampleMode.BilinearAlignCorners => size == 1 ? 0 : (double)((long)index * (size - 1)) / (size * factor - 1),
            UpsampleMode.BilinearAsymmetric => (double)index / factor,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not bilinear."),
        };
        int before = Math.Min((int)position, size - 1);
        return (before, Math.Min(before + 1, size - 1), position - before);
    }

    /// <summary>Copies an input to every output, or 0 where <paramref name="source"/> returns none.</summary>
    private static void Copy(
        LayerActivation x, LayerActivation shape, Span<float> y, Func<int, int, int, (int Channel, int Row, int Column)?> source)
    {
        int index = 0;
        for (int channel = 0; channel < shape.Shape[0]; channel++)
        {
            for (int row = 0; row < shape.Shape[1]; row++)
            {
                for (int column = 0; column < shape.Shape[2]; column++)
                {
                    y[index++] = source(channel, row, column) is var (c, i, j) ? x[c, i, j] : 0f;
                }
            }
        }
    }
}
