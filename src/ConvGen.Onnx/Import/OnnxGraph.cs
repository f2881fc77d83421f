using System.Runtime.InteropServices;
using ConvGen.Onnx.Format;
using Google.Protobuf;

namespace ConvGen.Onnx.Import;

/// <summary>A model, looked at from its input on: who takes a value, and what does not change.</summary>
internal sealed class OnnxGraph
{
    private readonly GraphProto graph;
    private readonly Dictionary<string, TensorProto> constants = [];
    private readonly ILookup<string, NodeProto> takers;

    private OnnxGraph(GraphProto graph)
    {
        this.graph = graph;
        foreach (TensorProto tensor in graph.Initializer)
        {
            constants[tensor.Name] = tensor;
        }

        foreach (NodeProto node in graph.Node.Where(node => node is { OpType: "Constant", Output.Count: 1 }))
        {
            if (node.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T is { } tensor)
            {
                constants[node.Output[0]] = tensor;
            }
        }

        takers = graph.Node.SelectMany(node => node.Input.Distinct().Select(input => (input, node)))
            .ToLookup(pair => pair.input, pair => pair.node);
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="OnnxImportException">It is none.</exception>
    public static OnnxGraph Parse(byte[] bytes)
    {
        try
        {
            ModelProto model = ModelProto.Parser.ParseFrom(bytes);
            return model.Graph is { } graph
                ? new OnnxGraph(graph)
                : throw new OnnxImportException("expected an ONNX model, found no graph in the file");
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new OnnxImportException("expected an ONNX model, found something else: " + exception.Message, exception);
        }
    }

    /// <summary>The one input that is not a constant, and its shape without the batch.</summary>
    /// <exception cref="OnnxImportException">There are several, or its sizes are not fixed.</exception>
    public (string Name, int[] Shape) Input()
    {
        ValueInfoProto[] inputs = [.. graph.Input.Where(input => !constants.ContainsKey(input.Name))];
        if (inputs is not [var input])
        {
            throw new OnnxImportException(
                $"expected a model with one input, found {inputs.Length}: {string.Join(", ", inputs.Select(found => found.Name))}");
        }

        long[] sizes = [.. input.Type?.TensorType?.Shape?.Dim.Select(dimension => dimension.DimValue) ?? []];
        bool isFixed = sizes.Length is 2 or 4 && sizes[1..].All(size => size is > 0 and <= int.MaxValue);
        return isFixed
            ? (input.Name, [.. sizes[1..].Select(size => (int)size)])
            : throw new OnnxImportException(
                $"input {input.Name}: expected a batch of vectors or of images with fixed sizes, [N, length] or "
                + $"[N, channels, height, width], found [{string.Join(", ", sizes)}], where 0 is a free size");
    }

    /// <summary>Whether a value is what the model gives.</summary>
    public bool IsOutput(string value) => graph.Output.Any(output => output.Name == value);

    /// <summary>The nodes that take a value.</summary>
    public IReadOnlyList<NodeProto> TakersOf(string value) => [.. takers[value]];

    /// <summary>The shape of a constant, and its floats.</summary>
    /// <exception cref="OnnxImportException">It is no constant, or one of another type.</exception>
    public Constant Floats(NodeProto node, int input)
    {
        TensorProto tensor = Find(node, input);
        int length = LengthOf(node, tensor);
        if (tensor.DataType != (int)TensorProto.Types.DataType.Float || tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            throw NodeError.Of(
                node,
                $"expected {tensor.Name} as 32-bit floats inside of the file, found type {tensor.DataType}, {tensor.DataLocation}");
        }

        float[] values = tensor.RawData.Length > 0
            ? MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray()
            : [.. tensor.FloatData];
        return values.Length == length
            ? new Constant(tensor.Name, [.. tensor.Dims.Select(size => (int)size)], values)
            : throw NodeError.Of(node, $"expected {length} values in {tensor.Name}, found {values.Length}");
    }

    /// <summary>The whole numbers of a constant.</summary>
    /// <exception cref="OnnxImportException">It is no constant, or one of another type.</exception>
    public long[] Integers(NodeProto node, int input)
    {
        TensorProto tensor = Find(node, input);
        return tensor.DataType == (int)TensorProto.Types.DataType.Int64
            ? tensor.RawData.Length > 0 ? MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray() : [.. tensor.Int64Data]
            : throw NodeError.Of(node, $"expected {tensor.Name} as 64-bit integers, found type {tensor.DataType}");
    }

    /// <summary>Whether an input is there, and is a constant.</summary>
    public bool HasConstant(NodeProto node, int input) =>
        input < node.Input.Count && constants.ContainsKey(node.Input[input]);

    private static int LengthOf(NodeProto node, TensorProto tensor)
    {
        long length = 1;
        foreach (long size in tensor.Dims)
        {
            length = size is >= 0 and <= int.MaxValue ? length * size : -1;
            if (length is < 0 or > int.MaxValue)
            {
                throw NodeError.Of(node, $"expected sizes of at least 0 for {tensor.Name}, found [{string.Join(", ", tensor.Dims)}]");
            }
        }

        return (int)length;
    }

    private TensorProto Find(NodeProto node, int input) =>
        input < node.Input.Count && constants.TryGetValue(node.Input[input], out TensorProto? tensor)
        ? tensor
        : throw NodeError.Of(node, $"expected a constant as input {input}, such as a weight; found a value that is computed, or none");
}

/// <summary>Floats that do not change.</summary>
internal sealed record Constant(string Name, int[] Shape, float[] Values);
