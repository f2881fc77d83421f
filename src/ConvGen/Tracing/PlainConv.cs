namespace ConvGen.Tracing;

/// <summary>y[f][i][j] = bias[f] + the sum of weight[f][c][u][v] * x[c][i * strideY + u * dilationY - padTop][...] over the
/// channels of the filter's group and the kernel; x is zero outside the image.</summary>
internal static class PlainConv
{
    public static void Run(LayerParameters layer, LayerWindow window, LayerActivation x, LayerActivation shape, Span<float> y)
    {
        int groupChannels = layer.Shape[1], groupFilters = shape.Channels / (x.Channels / groupChannels);
        int place = 0;
        for (int filter = 0; filter < shape.Channels; filter++)
        {
            int firstChannel = filter / groupFilters * groupChannels;
            for (int row = 0; row < shape.Height; row++)
            {
                for (int column = 0; column < shape.Width; column++)
                {
                    y[place++] = (float)(layer.BiasOf(filter) + Product(layer, window, x, filter, firstChannel, row, column));
                }
            }
        }
    }

    private static double Product(
        LayerParameters layer, LayerWindow window, LayerActivation x, int filter, int firstChannel, int row, int column)
    {
        double sum = 0;
        int groupChannels = layer.Shape[1];
        for (int channel = 0; channel < groupChannels; channel++)
        {
            ReadOnlySpan<float> map = x.Map(firstChannel + channel);
            int weight = (filter * groupChannels + channel) * window.Height * window.Width;
            foreach ((int tap, int pixel) in new WindowPixels(window, x, row, column))
            {
                sum += (double)layer.Weights[weight + tap] * map[pixel];
            }
        }

        return sum;
    }
}
