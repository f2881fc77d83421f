namespace ConvGen.Tracing;

/// <summary>y[f][p][q] = bias[f] + the sum of weight[c][f][u][v] * x[c][i][j] over the channels and all positions with
/// i * strideY + u - padTop = p and j * strideX + v - padLeft = q.</summary>
internal static class PlainConvTranspose
{
    public static void Run(LayerParameters layer, LayerWindow window, LayerActivation x, LayerActivation shape, Span<float> y)
    {
        int place = 0;
        for (int filter = 0; filter < shape.Channels; filter++)
        {
            for (int row = 0; row < shape.Height; row++)
            {
                for (int column = 0; column < shape.Width; column++)
                {
                    y[place++] = (float)(layer.BiasOf(filter) + Product(layer, window, x, filter, row, column));
                }
            }
        }
    }

    private static double Product(LayerParameters layer, LayerWindow window, LayerActivation x, int filter, int row, int column)
    {
        double sum = 0;
        int filters = layer.Shape[1];
        for (int channel = 0; channel < x.Channels; channel++)
        {
            ReadOnlySpan<float> map = x.Map(channel);
            int weight = (channel * filters + filter) * window.Height * window.Width;
            for (int u = 0; u < window.Height; u++)
            {
                for (int v = 0; v < window.Width; v++)
                {
                    (int i, int belowI) = Math.DivRem(row + window.PadTop - u, window.StrideY);
                    (int j, int belowJ) = Math.DivRem(column + window.PadLeft - v, window.StrideX);
                    bool meets = belowI == 0 && belowJ == 0 && i >= 0 && i < x.Height && j >= 0 && j < x.Width;
                    if (meets)
                    {
                        sum += (double)layer.Weights[weight + u * window.Width + v] * map[i * x.Width + j];
                    }
                }
            }
        }

        return sum;
    }
}
