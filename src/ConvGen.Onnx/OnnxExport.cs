using ConvGen.Files;
using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using Google.Protobuf;

namespace ConvGen.Onnx;

/// <summary>Writes networks as ONNX models (<see href="https://onnx.ai"/>, operator set 20), for prediction with any runtime.</summary>
/// <remarks>
/// A model has one input, <c>input</c>, and one output, <c>output</c>, or, if the network declares several outputs, one with the name
/// of each. Their shapes are a free batch dimension <c>N</c>,
/// followed by the shape of a sample, <c>[channel, row, column]</c> or a vector; softmax probabilities are vectors. The model
/// computes the same as <c>Predict</c>, except for the order of sums. Weights have the names of <c>Parameters</c>, nodes the
/// names of their layers. Inverted dropout is omitted.
/// </remarks>
public static class OnnxExport
{
    private const int OperatorSet = 20, FormatVersion = 9;

    /// <summary>Writes a network to a file. An existing file is replaced only once the new one is complete and on the disk; the
    /// new file has the old one's mode. If the path is a symbolic link, its target is replaced. A file that cannot be replaced,
    /// such as a single file mounted into a container, is overwritten.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network, whose current weights are written.</param>
    /// <param name="path">The file, such as <c>digits.onnx</c>, in a folder that exists.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or access to both the file and its folder is
    /// denied.</exception>
    public static void ExportOnnx<TNetwork>(this TNetwork network, string path)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DurableFile.Write(path, network.ToOnnx());
    }

    /// <summary>Returns the content that <see cref="ExportOnnx"/> writes.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network, whose current weights are written.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public static byte[] ToOnnx<TNetwork>(this TNetwork network)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkSummary summary = TNetwork.Summary;
        var graph = new GraphWriter(summary.Network, summary.InputShape);
        var writer = new LayerWriter(graph, network.Parameters);
        foreach (LayerSummary layer in summary.Layers)
        {
            writer.Write(layer);
        }

        bool isOnly = summary.Outputs.Count == 1;
        if (isOnly)
        {
            graph.Select(summary.Outputs[0].Layer);
            writer.Write(network.Core.Loss);
        }

        var model = new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = "ConvGen",
            Graph = isOnly ? graph.End() : graph.End(summary.Outputs),
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        return model.ToByteArray();
    }
}
