using ConvGen.CompilerServices;

namespace ConvGen.Tracing;

/// <summary>
/// Computes the forward pass over one sample, one layer of the summary at a time, each from its formula. It shares only the
/// parameters with the kernels, which fuse layers and never store the values in between. A test compares the two for every
/// network of the test matrix.
/// </summary>
internal static class PlainPass
{
    /// <summary>Computes every layer for a checked sample.</summary>
    /// <param name="core">The network.</param>
    /// <param name="input">One sample.</param>
    /// <param name="output">The prediction of the kernels for the sample.</param>
    public static ActivationTrace Run(NetworkCore core, ReadOnlySpan<float> input, float[] output)
    {
        NetworkSummary summary = core.Program.Summary;
        var first = new LayerActivation("Input", summary.InputShape, input.ToArray());
        List<LayerActivation> layers = [];
        Dictionary<string, LayerActivation> values = new(StringComparer.Ordinal) { [NetworkSummary.InputName] = first };
        foreach (LayerSummary layer in summary.Layers)
        {
            float[] y = new float[layer.OutputShape.Aggregate(1, (length, size) => length * size)];
            var result = new LayerActivation(layer.Name, layer.OutputShape, y);
            Run(layer, core.Parameters, [.. layer.Inputs.Select(name => values[name])], result, y);
            layers.Add(result);
            values[layer.Name] = result;
        }

        IReadOnlyList<int> shape = summary.Outputs is [var only] ? only.Shape : [output.Length];
        return new ActivationTrace(first, layers, new LayerActivation("Output", shape, output));
    }

    private static void Run(
        LayerSummary layer, ParameterSet parameters, IReadOnlyList<LayerActivation> inputs, LayerActivation shape, Span<float> y)
    {
        LayerActivation x = inputs[0];
        switch (layer.Kind)
        {
            case "Conv" or "Conv1D" or "DepthwiseConv":
                PlainConv.Run(LayerParameters.Of(layer, parameters), layer.Window!, x, shape, y);
                break;
            case "ConvTranspose":
                PlainConvTranspose.Run(LayerParameters.Of(layer, parameters), layer.Window!, x, shape, y);
                break;
            case "MaxPool" or "MaxPool1D" or "GlobalMaxPool":
                PlainPool.Run(layer.Window!, x, shape, y, PlainPool.Largest);
                break;
            case "AveragePool" or "AveragePool1D" or "GlobalAveragePool":
                PlainPool.Run(layer.Window!, x, shape, y, PlainPool.Mean);
                break;
            case "L2Pool":
                PlainPool.Run(layer.Window!, x, shape, y, PlainPool.Length);
                break;
            case "Dense":
                PlainDense.Run(LayerParameters.Of(layer, parameters), x, y);
                break;
            case "PReLU":
                RunPReLU(LayerParameters.Of(layer, parameters).Weights, x, y);
                break;
            case "Add":
                PlainMerge.Add(x, inputs[1], y);
                break;
            case "Multiply":
                PlainMerge.Multiply(x, inputs[1], y);
                break;
            case "Concat":
                PlainMerge.Concat(inputs, y);
                break;
            case "Slice":
                PlainRearrangement.Slice(layer, x, y);
                break;
            case "ChannelShuffle":
                PlainRearrangement.ShuffleChannels(layer, x, y);
                break;
            case "PixelShuffle":
                PlainRearrangement.ShufflePixels(x, shape, y);
                break;
            case "Pad":
                PlainRearrangement.Pad(layer.Window!, x, shape, y);
                break;
            case "Upsample":
                PlainRearrangement.Upsample(layer.UpsampleMode, x, shape, y);
                break;
            case "BatchNorm":
                PlainNorm.RunBatch(layer, parameters, x, y);
                break;
            case "LayerNorm":
                PlainNorm.RunLayer(layer, parameters, x, y);
                break;
            case "InstanceNorm":
                PlainNorm.RunInstance(layer, parameters, x, y);
                break;
            case "Scale":
                RunScale(layer, x, y);
                break;
            case "Softmax":
                RunSoftmax(x, y);
                break;
            case "Dropout":
                PlainActivation.Run(x, y, value => value * layer.Factor);
                break;
            case "Sigmoid":
                PlainActivation.Run(x, y, VectorMath.Sigmoid);
                break;
            case "Tanh":
                PlainActivation.Run(x, y, VectorMath.Tanh);
                break;
            case "ReLU":
                PlainActivation.Run(x, y, VectorMath.ReLU);
                break;
            case "LeakyReLU":
                PlainActivation.Run(x, y, value => VectorMath.LeakyReLU(value, layer.Factor));
                break;
            case "ReLU6":
                PlainActivation.Run(x, y, value => VectorMath.Clip(value, 0f, 6f));
                break;
            case "Clip":
                PlainActivation.Run(x, y, value => VectorMath.Clip(value, layer.Min, layer.Max));
                break;
            case "ELU":
                PlainActivation.Run(x, y, VectorMath.ELU);
                break;
            case "SiLU":
                PlainActivation.Run(x, y, VectorMath.SiLU);
                break;
            case "GELU":
                PlainActivation.Run(x, y, VectorMath.GELU);
                break;
            case "Softplus":
                PlainActivation.Run(x, y, VectorMath.Softplus);
                break;
            case "HardSigmoid":
                PlainActivation.Run(x, y, VectorMath.HardSigmoid);
                break;
            case "HardSwish":
                PlainActivation.Run(x, y, VectorMath.HardSwish);
                break;
            case "Mish":
                PlainActivation.Run(x, y, VectorMath.Mish);
                break;
            default:
                throw new NotSupportedException($"Tracing does not support {layer.Kind} layers, such as {layer.Name}.");
        }
    }

    /// <summary>y[c][i][j] = exp(x[c][i][j]) / sum over k of exp(x[k][i][j]).</summary>
    private static void RunSoftmax(LayerActivation x, Span<float> y)
    {
        int channels = x.Shape[0], pixels = y.Length / channels;
        double[] exponentials = new double[channels];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            double largest = double.NegativeInfinity;
            for (int channel = 0; channel < channels; channel++)
            {
                largest = Math.Max(largest, x.Values[channel * pixels + pixel]);
            }

            for (int channel = 0; channel < channels; channel++)
            {
                exponentials[channel] = Math.Exp(x.Values[channel * pixels + pixel] - largest);
            }

            double sum = exponentials.Sum();
            for (int channel = 0; channel < channels; channel++)
            {
                y[channel * pixels + pixel] = (float)(exponentials[channel] / sum);
            }
        }
    }

    /// <summary>y[c][i][j] = x[c][i][j] * factor[c] + offset[c].</summary>
    private static void RunScale(LayerSummary layer, LayerActivation x, Span<float> y)
    {
        int each = y.Length / layer.Factors.Count;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (float)((double)x.Values[i] * layer.Factors[i / each] + layer.Offsets[i / each]);
        }
    }

    /// <summary>y[c][i][j] = x[c][i][j] if that is above zero, otherwise slope[c] * x[c][i][j].</summary>
    private static void RunPReLU(float[] slopes, LayerActivation x, Span<float> y)
    {
        int pixels = y.Length / slopes.Length;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = x.Values[i] > 0f ? x.Values[i] : slopes[i / pixels] * x.Values[i];
        }
    }
}
