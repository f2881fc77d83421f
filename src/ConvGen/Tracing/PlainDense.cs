namespace ConvGen.Tracing;

/// <summary>y[u] = bias[u] + the sum of weight[u][i] * x[i] over the inputs, in <c>[channel][row][column]</c> order.</summary>
internal static class PlainDense
{
    public static void Run(LayerParameters layer, LayerActivation x, Span<float> y)
    {
        ReadOnlySpan<float> inputs = x.Values;
        for (int unit = 0; unit < y.Length; unit++)
        {
            double sum = layer.BiasOf(unit);
            for (int i = 0; i < inputs.Length; i++)
            {
                sum += (double)layer.Weights[unit * inputs.Length + i] * inputs[i];
            }

            y[unit] = (float)sum;
        }
    }
}
