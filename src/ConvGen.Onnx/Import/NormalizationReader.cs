using System.Globalization;
using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Reads a batch normalization with its running statistics.</summary>
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
