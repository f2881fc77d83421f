using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Batch normalisation with fixed statistics: a factor and a summand for each channel, which the layer before it takes
/// over.</summary>
internal static class NormalizationReader
{
    /// <summary>w = w * scale / sqrt(variance + epsilon), b = (b - mean) * scale / sqrt(variance + epsilon) + shift.</summary>
    public static void Fold(OnnxGraph graph, NodeProto node, NodeSettings settings, ImportedLayer? layer)
    {
        if (layer is not { Weights: { } weights })
        {
            throw NodeError.Of(node, "expected a convolution or a dense layer right before it, which could take it over");
        }

        float[][] statistics = [.. Enumerable.Range(1, 4).Select(input => graph.Floats(node, input).Values)];
        int channels = weights.Shape[0];
        if (statistics.Any(values => values.Length != channels))
        {
            throw NodeError.Of(node, $"expected statistics of {channels} channels");
        }

        (float[] scale, float[] shift, float[] mean, float[] variance) = (statistics[0], statistics[1], statistics[2], statistics[3]);
        float[] folded = [.. weights.Values], biases = layer.Biases is { } before ? [.. before] : new float[channels];
        int each = folded.Length / channels;
        for (int channel = 0; channel < channels; channel++)
        {
            double factor = scale[channel] / Math.Sqrt((double)variance[channel] + settings.Float("epsilon", 1e-5f));
            for (int i = channel * each; i < (channel + 1) * each; i++)
            {
                folded[i] = (float)(folded[i] * factor);
            }

            biases[channel] = (float)((biases[channel] - mean[channel]) * factor + shift[channel]);
        }

        layer.Weights = weights with { Values = folded };
        layer.Biases = biases;
    }
}
