using ConvGen.CompilerServices;
using static ConvGen.Onnx.Export.GraphWriter;

namespace ConvGen.Onnx.Export;

/// <summary>Writes each kind of layer as one operator, or as a few with the same function.</summary>
/// <param name="graph">Receives the nodes.</param>
/// <param name="parameters">The network's weights and biases.</param>
internal sealed class LayerWriter(GraphWriter graph, ParameterSet parameters)
{
    /// <summary>Adds a layer.</summary>
    /// <exception cref="NotSupportedException">The exporter does not support the kind of the layer.</exception>
    public void Write(LayerSummary layer)
    {
        graph.Select(layer.Inputs[0]);
        WriteNodes(layer);
        graph.EndLayer(layer.Name);
    }

    private void WriteNodes(LayerSummary layer)
    {
        switch (layer.Kind)
        {
            case "Conv" or "Conv1D" or "DepthwiseConv":
                WriteConv(layer, layer.Window!);
                break;
            case "ConvTranspose":
                WriteConvTranspose(layer, layer.Window!);
                break;
            case "MaxPool" or "MaxPool1D" or "AveragePool" or "AveragePool1D" or "L2Pool":
                new PoolWriter(graph).Write(layer, layer.Window!);
                break;
            case "GlobalAveragePool" or "GlobalMaxPool":
                graph.Add(layer.Kind, layer.Name, [layer.OutputShape[0], 1, 1]);
                graph.Flatten(layer.Name);
                break;
            case "Dense":
                graph.Flatten(layer.Name);
                graph.Add("Gemm", layer.Name, layer.OutputShape, ParametersOf(layer), Attribute("transB", 1));
                break;
            case "Add" or "Multiply":
                WriteOfTwo(layer.Kind == "Add" ? "Add" : "Mul", layer);
                break;
            case "Concat":
                WriteConcat(layer);
                break;
            case "Slice":
                new RearrangementWriter(graph).WriteSlice(layer);
                break;
            case "ChannelShuffle":
                new RearrangementWriter(graph).WriteChannelShuffle(layer);
                break;
            case "PixelShuffle":
                new RearrangementWriter(graph).WritePixelShuffle(layer);
                break;
            case "Pad":
                new RearrangementWriter(graph).WritePad(layer, layer.Window!);
                break;
            case "Upsample":
                new RearrangementWriter(graph).WriteUpsample(layer);
                break;
            case "LayerNorm":
                WriteLayerNorm(layer);
                break;
            case "InstanceNorm":
                WriteInstanceNorm(layer);
                break;
            case "Softmax":
                graph.Add("Softmax", layer.Name, graph.Shape, more: null, Attribute("axis", 1));
                break;
            case "Scale":
                WriteScale(layer);
                break;
            case "Dropout":
                WriteDropout(layer);
                break;
            case "Sigmoid" or "Tanh" or "Softplus":
                graph.Add(layer.Kind, layer.Name, graph.Shape);
                break;
            case "ReLU":
                graph.Add("Relu", layer.Name, graph.Shape);
                break;
            case "LeakyReLU":
                graph.Add("LeakyRelu", layer.Name, graph.Shape, more: null, Attribute("alpha", layer.Factor));
                break;
            case "PReLU":
                WritePReLU(layer);
                break;
            case "ReLU6":
                WriteClip(layer.Name, 0f, 6f);
                break;
            case "Clip":
                WriteClip(layer.Name, layer.Min, layer.Max);
                break;
            case "HardSigmoid":
                graph.Add("HardSigmoid", layer.Name, graph.Shape, more: null, Attribute("alpha", 1f / 6f), Attribute("beta", 0.5f));
                break;
            case "HardSwish" or "Mish":
                graph.Add(layer.Kind, layer.Name, graph.Shape);
                break;
            case "BatchNorm":
                graph.Add("BatchNormalization", layer.Name, graph.Shape, ParametersOf(layer), Attribute("epsilon", (float)layer.Epsilon));
                break;
            case "ELU":
                graph.Add("Elu", layer.Name, graph.Shape);
                break;
            case "GELU":
                graph.Add("Gelu", layer.Name, graph.Shape);
                break;
            case "SiLU":
                WriteSiLU(layer);
                break;
            default:
                throw UnknownKind(layer);
        }
    }

    /// <summary>Adds the function that a network with this loss applies to the last layer's output when it predicts.</summary>
    /// <exception cref="NotSupportedException">The exporter does not support the loss.</exception>
    public void Write(LossKind loss)
    {
        switch (loss)
        {
            case LossKind.SoftmaxCrossEntropy:
                graph.Flatten("Softmax");
                graph.Add("Softmax", "Softmax", graph.Shape, more: null, Attribute("axis", 1));
                break;
            case LossKind.SigmoidCrossEntropy or LossKind.CrossEntropyCost:
                graph.Add("Sigmoid", "Probabilities", graph.Shape);
                break;
            case LossKind.MeanSquaredError or LossKind.QuadraticCost or LossKind.None:
                break;
            default:
                throw new NotSupportedException($"The loss {loss} cannot be exported to ONNX.");
        }
    }

    /// <summary>Creates the exception for a layer whose kind the exporter does not support.</summary>
    internal static NotSupportedException UnknownKind(LayerSummary layer) =>
        new($"Layer {layer.Name} is a {layer.Kind} layer, which cannot be exported to ONNX.");

    private void WriteConv(LayerSummary layer, LayerWindow window)
    {
        graph.Unflatten(layer.Name);
        int groups = graph.Shape[0] / parameters[layer.Name + ".weight"].Shape[1];
        graph.Add(
            "Conv",
            layer.Name,
            layer.OutputShape,
            ParametersOf(layer),
            Attribute("kernel_shape", window.Height, window.Width),
            Attribute("strides", window.StrideY, window.StrideX),
            Attribute("dilations", window.DilationY, window.DilationX),
            Attribute("pads", window.PadTop, window.PadLeft, window.PadBottom, window.PadRight),
            Attribute("group", groups));
    }

    private void WriteConvTranspose(LayerSummary layer, LayerWindow window)
    {
        graph.Unflatten(layer.Name);
        int height = (graph.Shape[1] - 1) * window.StrideY + window.Height - window.PadTop - window.PadBottom;
        int width = (graph.Shape[2] - 1) * window.StrideX + window.Width - window.PadLeft - window.PadRight;
        graph.Add(
            "ConvTranspose",
            layer.Name,
            layer.OutputShape,
            ParametersOf(layer),
            Attribute("kernel_shape", window.Height, window.Width),
            Attribute("strides", window.StrideY, window.StrideX),
            Attribute("pads", window.PadTop, window.PadLeft, window.PadBottom, window.PadRight),
            Attribute("output_padding", layer.OutputShape[1] - height, layer.OutputShape[2] - width));
    }

    // Values of one row and one column may be vectors in the graph: those after a global pooling.
    private void WriteOfTwo(string operation, LayerSummary layer)
    {
        string[] values = [.. layer.Inputs.Select((input, i) => Read(input, $"{layer.Name}.{i + 1}", isImage: layer.OutputShape.Count > 1))];
        graph.Continue(values[0], layer.OutputShape);
        graph.Add(operation, layer.Name, layer.OutputShape, [values[1]]);
    }

    private void WriteConcat(LayerSummary layer)
    {
        string[] values = [.. layer.Inputs.Select((input, i) => Read(input, $"{layer.Name}.{i + 1}", isImage: layer.OutputShape.Count > 1))];
        graph.Continue(values[0], layer.OutputShape);
        graph.Add("Concat", layer.Name, layer.OutputShape, values[1..], Attribute("axis", 1));
    }

    /// <summary>The name of the value of a layer, as an image or a vector.</summary>
    private string Read(string layer, string before, bool isImage)
    {
        graph.Select(layer);
        if (isImage)
        {
            graph.Unflatten(before);
        }
        else
        {
            graph.Flatten(before);
        }

        return graph.Current;
    }

    // Inverted dropout has no effect on predictions. Dropout with Inverted = false multiplies its input by a factor.
    private void WriteDropout(LayerSummary layer)
    {
        if (layer.Factor != 1f)
        {
            graph.Add("Mul", layer.Name, graph.Shape, [graph.Constant(layer.Name + ".factor", [], [layer.Factor])]);
        }
    }

    // An image of one pixel may be a vector in the graph.
    private void WriteLayerNorm(LayerSummary layer)
    {
        string[] constants = [OfSample("weight"), OfSample("bias")];
        graph.Add("LayerNormalization", layer.Name, graph.Shape, constants, Attribute("axis", 1), Attribute("epsilon", (float)layer.Epsilon));

        string OfSample(string name) => graph.Constant($"{layer.Name}.{name}", graph.Shape, ValuesOf(parameters[$"{layer.Name}.{name}"]));
    }

    // The operator has factors and summands; those of a layer without any are 1 and 0.
    private void WriteInstanceNorm(LayerSummary layer)
    {
        int channels = layer.OutputShape[0];
        string[] constants = layer.Parameters > 0 ? ParametersOf(layer) :
        [
            graph.Constant(layer.Name + ".ones", [channels], [.. Enumerable.Repeat(1f, channels)]),
            graph.Constant(layer.Name + ".zeros", [channels], new float[channels]),
        ];
        graph.Unflatten(layer.Name);
        graph.Add("InstanceNormalization", layer.Name, graph.Shape, constants, Attribute("epsilon", (float)layer.Epsilon));
    }

    // Factors of 1 and offsets of 0 are left out, unless the layer has nothing else.
    private void WriteScale(LayerSummary layer)
    {
        bool adds = layer.Offsets.Any(offset => offset != 0f);
        bool multiplies = !adds || layer.Factors.Any(factor => factor != 1f);
        if (multiplies)
        {
            graph.Add("Mul", adds ? layer.Name + ".product" : layer.Name, graph.Shape, [OverPixels(layer.Name + ".factors", layer.Factors)]);
        }

        if (adds)
        {
            graph.Add("Add", layer.Name, graph.Shape, [OverPixels(layer.Name + ".offsets", layer.Offsets)]);
        }
    }

    /// <summary>Adds a constant for each channel, broadcast over the pixels of an image; or one for all of them.</summary>
    private string OverPixels(string name, IReadOnlyList<float> values) => graph.Constant(
        name, values.Count == 1 ? [] : [values.Count, .. graph.Shape.Skip(1).Select(_ => 1)], [.. values]);

    private void WriteClip(string name, float min, float max) => graph.Add(
        "Clip", name, graph.Shape, [graph.Constant(name + ".min", [], [min]), graph.Constant(name + ".max", [], [max])]);

    private void WriteSiLU(LayerSummary layer)
    {
        string x = graph.Current;
        graph.Add("Sigmoid", layer.Name + ".sigmoid", graph.Shape);
        graph.Add("Mul", layer.Name, graph.Shape, [x]);
    }

    // A slope for each channel is broadcast over the pixels of an image.
    private void WritePReLU(LayerSummary layer)
    {
        Parameter slopes = parameters[layer.Name + ".weight"];
        float[] values = ValuesOf(slopes);
        string constant = graph.Constant(slopes.Name, [values.Length, .. graph.Shape.Skip(1).Select(_ => 1)], values);
        graph.Add("PRelu", layer.Name, graph.Shape, [constant]);
    }

    private string[] ParametersOf(LayerSummary layer) =>
        [.. parameters.Where(parameter => parameter.Name.StartsWith(layer.Name + ".", StringComparison.Ordinal))
            .Select(parameter => Constant(parameter, ShapeInGraph(layer, parameter)))];

    // The weights of a one-dimensional convolution have no rows, but the images of the graph do.
    private static IReadOnlyList<int> ShapeInGraph(LayerSummary layer, Parameter parameter) =>
        layer.Kind == "Conv1D" && parameter.Shape is [var filters, var channels, var kernel] ? [filters, channels, 1, kernel] : parameter.Shape;

    private string Constant(Parameter parameter, IReadOnlyList<int> shape) => graph.Constant(parameter.Name, shape, ValuesOf(parameter));

    private static float[] ValuesOf(Parameter parameter)
    {
        float[] values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}
