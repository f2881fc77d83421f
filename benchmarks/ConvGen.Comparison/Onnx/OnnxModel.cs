using System.Runtime.InteropServices;
using ConvGen.Comparison.Contest;

namespace ConvGen.Comparison.Onnx;

/// <summary>Writes a network as an ONNX model: its layers, softmax at the end if it has a loss, a fixed batch, the weights inside.</summary>
/// <remarks>Field numbers are those of <c>onnx.proto</c>; a comment names each one.</remarks>
internal sealed class OnnxModel
{
    public const string Input = "input", Output = "output";

    /// <summary>Format 8 with operator set 17, from 2022, which every current version of ONNX Runtime reads.</summary>
    private const int FormatVersion = 8, OperatorSet = 17;

    private readonly ProtobufWriter graph = new();
    private string last = Input;
    private int values;
    private int remainingNodes;

    private OnnxModel()
    {
    }

    /// <summary>The model of a network with its initial weights.</summary>
    public static byte[] Of(PeerNetwork network, int batch)
    {
        var model = new OnnxModel();
        model.AddLayers(network);
        model.AddSignature(network, batch);
        return new ProtobufWriter()
            .Number(1 /* ir_version */, FormatVersion)
            .Message(7 /* graph */, model.graph)
            .Message(8 /* opset_import */, new ProtobufWriter().Number(2 /* version */, OperatorSet))
            .ToArray();
    }

    private void AddLayers(PeerNetwork network)
    {
        float[][] parameters = network.ReadParameters();
        int parameter = 0;
        bool isImage = network.InputShape.Length > 1;
        bool flattens = isImage && network.Layers.Any(layer => layer.Kind == PeerLayerKind.Dense);
        remainingNodes = network.Layers.Length + (flattens ? 1 : 0) + (network.Trains ? 1 : 0);
        foreach (PeerLayer layer in network.Layers)
        {
            switch (layer.Kind)
            {
                case PeerLayerKind.Conv or PeerLayerKind.DepthwiseConv:
                    int[] shape = network.ParameterShapes[parameter];
                    int padding = layer.Padding;
                    AddNode("Conv", [last, NextWeights(), NextWeights()],
                        Numbers("kernel_shape", shape[2], shape[3]),
                        Numbers("pads", padding, padding, padding, padding),
                        Numbers("strides", layer.Stride, layer.Stride),
                        Number("group", layer.Kind == PeerLayerKind.DepthwiseConv ? shape[0] : 1));
                    break;
                case PeerLayerKind.MaxPool:
                    AddNode("MaxPool", [last],
                        Numbers("kernel_shape", layer.Window, layer.Window), Numbers("strides", layer.Window, layer.Window));
                    break;
                case PeerLayerKind.Dense:
                    if (isImage)
                    {
                        AddNode("Flatten", [last]);
                        isImage = false;
                    }

                    AddNode("Gemm", [last, NextWeights(), NextWeights()], Number("transB", 1));
                    break;
                case PeerLayerKind.ReLU:
                    AddNode("Relu", [last]);
                    break;
                default:
                    AddNode("Sigmoid", [last]);
                    break;
            }
        }

        if (network.Trains)
        {
            AddNode("Softmax", [last], Number("axis", 1));
        }

        string NextWeights()
        {
            string name = $"parameter{parameter}";
            AddTensor(name, network.ParameterShapes[parameter], parameters[parameter]);
            parameter++;
            return name;
        }
    }

    private void AddNode(string operation, string[] inputs, params ProtobufWriter[] attributes)
    {
        remainingNodes--;
        last = remainingNodes == 0 ? Output : $"value{values++}";
        var node = new ProtobufWriter();
        foreach (string input in inputs)
        {
            node.Text(1 /* input */, input);
        }

        node.Text(2 /* output */, last).Text(4 /* op_type */, operation);
        foreach (ProtobufWriter attribute in attributes)
        {
            node.Message(5 /* attribute */, attribute);
        }

        graph.Message(1 /* node */, node);
    }

    private static ProtobufWriter Number(string name, long value) =>
        new ProtobufWriter().Text(1 /* name */, name).Number(3 /* i */, value).Number(20 /* type */, 2 /* INT */);

    private static ProtobufWriter Numbers(string name, params long[] values)
    {
        ProtobufWriter attribute = new ProtobufWriter().Text(1 /* name */, name).Number(20 /* type */, 7 /* INTS */);
        foreach (long value in values)
        {
            attribute.Number(8 /* ints */, value);
        }

        return attribute;
    }

    private void AddTensor(string name, int[] shape, float[] contents)
    {
        var tensor = new ProtobufWriter();
        foreach (int size in shape)
        {
            tensor.Number(1 /* dims */, size);
        }

        tensor.Number(2 /* data_type */, 1 /* FLOAT */).Text(8 /* name */, name);
        graph.Message(5 /* initializer */, tensor.Bytes(9 /* raw_data */, MemoryMarshal.AsBytes<float>(contents)));
    }

    private void AddSignature(PeerNetwork network, int batch)
    {
        graph.Text(2 /* name */, network.Name);
        graph.Message(11 /* input */, Value(Input, network.BatchShape(batch)));
        graph.Message(12 /* output */, Value(Output, network.OutputBatchShape(batch)));
    }

    private static ProtobufWriter Value(string name, long[] sizes)
    {
        var shape = new ProtobufWriter();
        foreach (long size in sizes)
        {
            shape.Message(1 /* dim */, new ProtobufWriter().Number(1 /* dim_value */, size));
        }

        ProtobufWriter tensor = new ProtobufWriter().Number(1 /* elem_type */, 1 /* FLOAT */).Message(2 /* shape */, shape);
        return new ProtobufWriter()
            .Text(1 /* name */, name)
            .Message(2 /* type */, new ProtobufWriter().Message(1 /* tensor_type */, tensor));
    }
}
