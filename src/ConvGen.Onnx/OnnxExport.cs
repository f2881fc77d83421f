using ConvGen.Files;
using ConvGen.Onnx.Export;
using ConvGen.Onnx.Format;
using Google.Protobuf;

namespace ConvGen.Onnx;

/// <summary>Writes networks as ONNX models (<see href="https://onnx.ai"/>, operator set 20), for any runtime to predict
/// with.</summary>
/// <remarks>
/// A model has one input, <c>input</c>, and one output, <c>output</c>. Both begin with a free batch dimension <c>N</c>, and go on
/// with the shape of a sample, <c>[channel, row, column]</c> or a vector; probabilities by a softmax are vectors. It computes
/// what
/// <c>Predict</c> computes, but for the order of sums. Weights are called as in <c>Parameters</c>, nodes as their layers. Dropout
/// is left out where predictions pass it unchanged.
/// </remarks>
public static class OnnxExport
{
    private const int OperatorSet = 20, FormatVersion = 9;

    /// <summary>Writes a network to a file. What was there stays until the new file is whole and on the disk; the new file has its
    /// mode, and where the name is a symbolic link, the file that it leads to is replaced. A file that cannot be replaced, such as
    /// one that is mounted by itself into a container, is overwritten.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network, with the weights as they are now.</param>
    /// <param name="path">The file, such as <c>digits.onnx</c>, in a folder that exists.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is read-only, or neither its folder nor the file may be written
    /// to.</exception>
    public static void ExportOnnx<TNetwork>(this TNetwork network, string path)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        DurableFile.Write(path, network.ToOnnx());
    }

    /// <summary>The bytes of <see cref="ExportOnnx"/>.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network, with the weights as they are now.</param>
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

        writer.Write(network.Core.Loss);
        var model = new ModelProto { IrVersion = FormatVersion, ProducerName = "ConvGen", Graph = graph.End() };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        return model.ToByteArray();
    }
}
