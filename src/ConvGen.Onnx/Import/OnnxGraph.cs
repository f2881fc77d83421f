using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using ConvGen.Onnx.Format;
using Google.Protobuf;

namespace ConvGen.Onnx.Import;

/// <summary>Gives access to a model: the nodes that read a value, and the constants.</summary>
internal sealed partial class OnnxGraph
{
    /// <summary>The limits of <c>[Network]</c>.</summary>
    private const int LargestSize = 1 << 24, MostValues = 1 << 27;

    /// <summary>The producer name of models that ConvGen exported.</summary>
    private const string OwnProducer = "ConvGen";

    private readonly GraphProto _graph;
    private readonly bool _isOwn;
    private readonly Dictionary<string, TensorProto> _constants = [];
    private readonly ILookup<string, NodeProto> _takers;

    private OnnxGraph(GraphProto graph, string producer, long operatorSet)
    {
        _graph = graph;
        OperatorSet = operatorSet;
        _isOwn = producer == OwnProducer;
        foreach (TensorProto tensor in graph.Initializer)
        {
            _constants[tensor.Name] = tensor;
        }

        foreach (NodeProto node in graph.Node.Where(node => node is { OpType: "Constant", Output.Count: 1 }))
        {
            if (node.Attribute.FirstOrDefault(attribute => attribute.Name == "value")?.T is { } tensor)
            {
                _constants[node.Output[0]] = tensor;
            }
        }

        _takers = graph.Node.SelectMany(node => node.Input.Distinct().Select(input => (input, node)))
            .ToLookup(pair => pair.input, pair => pair.node);
    }

    /// <summary>The version of the operators.</summary>
    public long OperatorSet { get; }

    /// <summary>Reads a model.</summary>
    /// <exception cref="OnnxImportException">The file is not an ONNX model.</exception>
    public static OnnxGraph Parse(byte[] bytes)
    {
        try
        {
            ModelProto model = ModelProto.Parser.ParseFrom(bytes);
            return model.Graph is { } graph
                ? new OnnxGraph(graph, model.ProducerName, OperatorSetOf(model))
                : throw new OnnxImportException("expected an ONNX model, found no graph in the file");
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new OnnxImportException("expected an ONNX model, found something else: " + exception.Message, exception);
        }
    }

    // A model that states no version has the current operators.
    private static long OperatorSetOf(ModelProto model) =>
        model.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx")?.Version ?? long.MaxValue;

    /// <summary>Returns the only input that is not a constant, and its shape without the batch.</summary>
    /// <exception cref="OnnxImportException">There are several inputs, or the sizes are not fixed.</exception>
    public (string Name, int[] Shape) Input()
    {
        ValueInfoProto[] inputs = [.. _graph.Input.Where(input => !_constants.ContainsKey(input.Name))];
        if (inputs is not [var input])
        {
            throw new OnnxImportException(
                $"expected a model with one input, found {inputs.Length}: {string.Join(", ", inputs.Select(found => found.Name))}");
        }

        if (input.Type?.TensorType?.ElemType != (int)TensorProto.Types.DataType.Float)
        {
            throw new OnnxImportException(
                $"input {input.Name}: expected 32-bit floats, found type {input.Type?.TensorType?.ElemType ?? 0}");
        }

        long[] sizes = [.. input.Type?.TensorType?.Shape?.Dim.Select(dimension => dimension.DimValue) ?? []];
        bool isFixed = sizes.Length is 2 or 4 && sizes[1..].All(size => size is > 0 and <= LargestSize)
            && sizes[1..].Aggregate(1m, (product, size) => product * size) <= MostValues;
        Batch = sizes is [> 0 and <= int.MaxValue and var samples, ..] ? (int)samples : null;
        return isFixed
            ? (input.Name, [.. sizes[1..].Select(size => (int)size)])
            : throw new OnnxImportException(
                $"input {input.Name}: expected a batch of vectors or of images with fixed sizes, [N, length] or "
                + $"[N, channels, height, width], found [{string.Join(", ", sizes)}], where 0 is a free size; "
                + $"sizes are at most {LargestSize}, their product at most {MostValues}");
    }

    /// <summary>The fixed number of samples of the model; null if it is free. Known once <see cref="Input"/> was read.</summary>
    public int? Batch { get; private set; }

    /// <summary>Describes the batch for messages.</summary>
    public string DescribeBatch() => Batch is { } samples ? $"a batch of {samples}" : "a batch of any size";

    /// <summary>The number of nodes.</summary>
    public int NodeCount => _graph.Node.Count;

    /// <summary>Rejects models with several outputs.</summary>
    /// <exception cref="OnnxImportException">The model has several outputs.</exception>
    public void CheckOutput()
    {
        if (_graph.Output.Count > 1)
        {
            throw new OnnxImportException(
                $"expected a model with one output, found {_graph.Output.Count}: {string.Join(", ", _graph.Output.Select(output => output.Name))}");
        }
    }

    /// <summary>Returns the factor that ConvGen exported for a dropout that is not inverted; null for every other product.</summary>
    public float? DropoutFactor(NodeProto node, string value) =>
        _isOwn && node.Input is [var first, var second] && first == value && OwnFactor().IsMatch(second) && HasConstant(node, 1)
        && Floats(node, 1) is { Shape: [], Values: [> 0f and < 1f and var factor] } ? factor : null;

    /// <summary>Whether a value is the output of the model.</summary>
    public bool IsOutput(string value) => _graph.Output.Any(output => output.Name == value);

    /// <summary>Returns the nodes that read a value.</summary>
    public IReadOnlyList<NodeProto> TakersOf(string value) => [.. _takers[value]];

    /// <summary>Returns the shape of a constant and its floats.</summary>
    /// <exception cref="OnnxImportException">The input is not a constant, or has another type.</exception>
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

    /// <summary>Returns the only float of a constant.</summary>
    /// <exception cref="OnnxImportException">The input is not a constant, has another type, or does not have exactly one value.</exception>
    public float Scalar(NodeProto node, int input) => Floats(node, input).Values is [var only]
        ? only
        : throw NodeError.Of(node, $"expected one value as input {input}");

    /// <summary>Returns the integers of a constant, of 64 or 32 bits.</summary>
    /// <exception cref="OnnxImportException">The input is not a constant, or has another type.</exception>
    public long[] Integers(NodeProto node, int input)
    {
        TensorProto tensor = Find(node, input);
        bool isInside = tensor.DataLocation != TensorProto.Types.DataLocation.External;
        return (TensorProto.Types.DataType)tensor.DataType switch
        {
            TensorProto.Types.DataType.Int64 when isInside => tensor.RawData.Length > 0
                ? MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray()
                : [.. tensor.Int64Data],
            TensorProto.Types.DataType.Int32 when isInside => tensor.RawData.Length > 0
                ? [.. MemoryMarshal.Cast<byte, int>(tensor.RawData.Span).ToArray().Select(value => (long)value)]
                : [.. tensor.Int32Data.Select(value => (long)value)],
            _ => throw NodeError.Of(
                node,
                $"expected {tensor.Name} as 64-bit or 32-bit integers inside of the file, found type {tensor.DataType}, "
                + $"{tensor.DataLocation}"),
        };
    }

    /// <summary>Whether an optional input is given, by a constant or by a computed value.</summary>
    public static bool HasInput(NodeProto node, int input) => input < node.Input.Count && node.Input[input].Length > 0;

    /// <summary>Whether an input is given by a constant.</summary>
    public bool HasConstant(NodeProto node, int input) =>
        input < node.Input.Count && _constants.ContainsKey(node.Input[input]);

    /// <summary>Whether an input is the constant <c>false</c>.</summary>
    public bool IsFalse(NodeProto node, int input) =>
        Find(node, input) is { DataType: (int)TensorProto.Types.DataType.Bool } tensor
        && tensor.RawData.All(value => value == 0) && tensor.Int32Data.All(value => value == 0)
        && tensor.RawData.Length + tensor.Int32Data.Count > 0;

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
        input < node.Input.Count && _constants.TryGetValue(node.Input[input], out TensorProto? tensor)
        ? tensor
        : throw NodeError.Of(node, $"expected a constant as input {input}, such as a weight; found a computed value, or none");

    [GeneratedRegex(@"^Dropout[0-9]+\.factor$")]
    private static partial Regex OwnFactor();
}

/// <summary>A constant of floats.</summary>
internal sealed record Constant(string Name, int[] Shape, float[] Values);
