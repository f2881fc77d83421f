using System.Globalization;
using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Reads normalizations: of batches with their running statistics, of samples and of channels.</summary>
internal static class NormalizationReader
{
    /// <summary>Reads a BatchNormalization node as a layer.</summary>
    /// <exception cref="OnnxImportException">The node computes its statistics, their number differs from the number of channels, or a
    /// setting is not one that the layer accepts.</exception>
    public static ImportedLayer Read(OnnxGraph graph, NodeProto node, NodeSettings settings, int[] shape)
    {
        Constant[] constants = ReadConstants(graph, node, settings, shape);
        float epsilon = settings.Float("epsilon", 1e-5f), kept = settings.Float("momentum", 0.9f);
        if (!float.IsFinite(epsilon) || !(kept is >= 0 and <= 1))
        {
            throw NodeError.Of(node, string.Create(
                CultureInfo.InvariantCulture, $"expected a finite epsilon and a momentum from 0 to 1, found {epsilon} and {kept}"));
        }

        // ONNX states the share of the old statistics, ConvGen and PyTorch that of the mini-batch.
        List<string> arguments = [];
        if (1 - (decimal)kept is var momentum && momentum != 0.1m)
        {
            arguments.Add(string.Create(CultureInfo.InvariantCulture, $"Momentum = {(double)momentum}"));
        }

        if (epsilon != 1e-5f)
        {
            arguments.Add(string.Create(CultureInfo.InvariantCulture, $"Epsilon = {epsilon}"));
        }

        return new ImportedLayer("BatchNorm", arguments)
        {
            Weights = constants[0],
            Biases = constants[1].Values,
            Statistics = (constants[2].Values, constants[3].Values),
        };
    }

    /// <summary>Reads a LayerNormalization node, which normalizes whole samples, as a layer.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="node">The node.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="shape">The shape of a sample in the model.</param>
    /// <param name="layerShape">Its shape before any flattening, which is that of the parameters.</param>
    /// <exception cref="OnnxImportException">The node normalizes a part of a sample, or a setting is not one that the layer accepts.</exception>
    public static ImportedLayer ReadLayer(OnnxGraph graph, NodeProto node, NodeSettings settings, int[] shape, int[] layerShape)
    {
        long axis = settings.Integer("axis", -1);
        if ((axis < 0 ? axis + shape.Length + 1 : axis) != 1)
        {
            throw NodeError.Of(node, $"expected a normalization over all values of a sample, found axis = {axis}");
        }

        Constant weights = graph.Floats(node, 1);
        float[] biases = OnnxGraph.HasInput(node, 2) ? graph.Floats(node, 2).Values : new float[weights.Values.Length];
        int length = shape.Aggregate(1, (product, size) => product * size);
        return weights.Values.Length == length && biases.Length == length
            ? new ImportedLayer("LayerNorm", EpsilonOf(node, settings))
            {
                IsLinear = false,
                Weights = weights with { Shape = layerShape },
                Biases = biases,
                BiasShape = layerShape,
            }
            : throw NodeError.Of(node, $"expected a factor and a summand for each of {length} values, found {weights.Values.Length} and {biases.Length}");
    }

    /// <summary>Reads an InstanceNormalization node as a layer; factors of 1 and summands of 0 are left out.</summary>
    /// <exception cref="OnnxImportException">The number of factors differs from the number of channels, or a setting is not one that the
    /// layer accepts.</exception>
    public static ImportedLayer ReadInstance(OnnxGraph graph, NodeProto node, NodeSettings settings, int[] shape)
    {
        Constant weights = graph.Floats(node, 1);
        float[] biases = graph.Floats(node, 2).Values;
        if (weights.Values.Length != shape[0] || biases.Length != shape[0])
        {
            throw NodeError.Of(
                node, $"expected a factor and a summand for each of {shape[0]} channels, found {weights.Values.Length} and {biases.Length}");
        }

        if (shape[1] * shape[2] == 1)
        {
            throw NodeError.Of(node, "expected images of several pixels, found a single one");
        }

        IReadOnlyList<string> epsilon = EpsilonOf(node, settings);
        return weights.Values.All(weight => weight == 1f) && biases.All(bias => bias == 0f)
            ? new ImportedLayer("InstanceNorm", epsilon)
            : new ImportedLayer("InstanceNorm", ["Affine = true", .. epsilon]) { Weights = weights, Biases = biases };
    }

    /// <summary>The argument for the epsilon of a node; empty if that is the default.</summary>
    private static IReadOnlyList<string> EpsilonOf(NodeProto node, NodeSettings settings)
    {
        float epsilon = settings.Float("epsilon", 1e-5f);
        return !(epsilon > 0 && float.IsFinite(epsilon))
            ? throw NodeError.Of(node, string.Create(CultureInfo.InvariantCulture, $"expected a finite epsilon above 0, found {epsilon}"))
            : epsilon == 1e-5f ? [] : [string.Create(CultureInfo.InvariantCulture, $"Epsilon = {epsilon}")];
    }

    /// <summary>Reads the factors, the summands, the means and the variances of the channels.</summary>
    /// <exception cref="OnnxImportException">The node computes its statistics, or their number differs from the number of
    /// channels.</exception>
    public static Constant[] ReadConstants(OnnxGraph graph, NodeProto node, NodeSettings settings, int[] shape)
    {
        if (settings.Integer("training_mode", 0) != 0 || settings.Integer("spatial", 1) != 1)
        {
            throw NodeError.Of(node, "expected fixed statistics for each channel, found training_mode = 1 or spatial = 0");
        }

        Constant[] statistics = [.. Enumerable.Range(1, 4).Select(input => graph.Floats(node, input))];
        return statistics.FirstOrDefault(values => values.Shape is not [var length] || length != shape[0]) is { } odd
            ? throw NodeError.Of(
                node, $"expected statistics of {shape[0]} channels, found {odd.Name} of the shape [{string.Join(", ", odd.Shape)}]")
            : statistics;
    }
}
