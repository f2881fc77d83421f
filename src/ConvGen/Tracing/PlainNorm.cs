namespace ConvGen.Tracing;

/// <summary>The formulas of the normalizations, over one sample.</summary>
internal static class PlainNorm
{
    /// <summary>y[c][i][j] = (x[c][i][j] - mean[c]) / sqrt(variance[c] + epsilon) * weight[c] + bias[c], with the running statistics.</summary>
    public static void RunBatch(LayerSummary layer, ParameterSet parameters, LayerActivation x, Span<float> y)
    {
        float[] weights = Values(layer, parameters, "weight"), biases = Values(layer, parameters, "bias");
        float[] means = Values(layer, parameters, "running_mean"), variances = Values(layer, parameters, "running_var");
        int pixels = y.Length / weights.Length;
        for (int i = 0; i < y.Length; i++)
        {
            int channel = i / pixels;
            double normalized = (x.Values[i] - (double)means[channel]) / Math.Sqrt(variances[channel] + layer.Epsilon);
            y[i] = (float)(normalized * weights[channel] + biases[channel]);
        }
    }

    /// <summary>y[i] = (x[i] - mean) / sqrt(variance + epsilon) * weight[i] + bias[i], with the statistics of the sample.</summary>
    public static void RunLayer(LayerSummary layer, ParameterSet parameters, LayerActivation x, Span<float> y)
    {
        float[] weights = Values(layer, parameters, "weight"), biases = Values(layer, parameters, "bias");
        Normalize(x.Values, y, layer.Epsilon);
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = y[i] * weights[i] + biases[i];
        }
    }

    /// <summary>y[c][i][j] = (x[c][i][j] - mean[c]) / sqrt(variance[c] + epsilon), with the statistics of the channel; then times weight[c]
    /// plus bias[c], if the layer has these.</summary>
    public static void RunInstance(LayerSummary layer, ParameterSet parameters, LayerActivation x, Span<float> y)
    {
        int channels = layer.OutputShape[0], pixels = y.Length / channels;
        for (int channel = 0; channel < channels; channel++)
        {
            Normalize(x.Values.Slice(channel * pixels, pixels), y.Slice(channel * pixels, pixels), layer.Epsilon);
        }

        if (layer.Parameters == 0)
        {
            return;
        }

        float[] weights = Values(layer, parameters, "weight"), biases = Values(layer, parameters, "bias");
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = y[i] * weights[i / pixels] + biases[i / pixels];
        }
    }

    private static void Normalize(ReadOnlySpan<float> x, Span<float> y, double epsilon)
    {
        double mean = 0, variance = 0;
        foreach (float value in x)
        {
            mean += (double)value / x.Length;
        }

        foreach (float value in x)
        {
            variance += (value - mean) * (value - mean) / x.Length;
        }

        double deviation = Math.Sqrt(variance + epsilon);
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (float)((x[i] - mean) / deviation);
        }
    }

    private static float[] Values(LayerSummary layer, ParameterSet parameters, string name)
    {
        Parameter parameter = parameters[$"{layer.Name}.{name}"];
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}
