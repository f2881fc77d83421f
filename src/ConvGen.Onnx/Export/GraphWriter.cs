using System.Runtime.InteropServices;
using ConvGen.Onnx.Format;
using Google.Protobuf;

namespace ConvGen.Onnx.Export;

/// <summary>Builds a graph node by node: each node reads the output of the one before it, unless another value is selected.</summary>
internal sealed class GraphWriter
{
    /// <summary>The name of the graph's input.</summary>
    public const string Input = "input";

    /// <summary>The name of the graph's output.</summary>
    public const string Output = "output";

    /// <summary>The name of the free dimension: the number of samples.</summary>
    private const string Batch = "N";

    private readonly GraphProto _graph = new();
    private readonly Dictionary<string, (string Value, IReadOnlyList<int> Shape)> _layers = new(StringComparer.Ordinal);

    /// <param name="name">The name of the graph.</param>
    /// <param name="inputShape">The shape of one sample: channels, height, width; or the length of a vector.</param>
    public GraphWriter(string name, IReadOnlyList<int> inputShape)
    {
        _graph.Name = name;
        _graph.Input.Add(Describe(Input, inputShape));
        (Current, Shape) = (Input, inputShape);
        EndLayer(NetworkSummary.InputName);
    }

    /// <summary>The name of the last node's output.</summary>
    public string Current { get; private set; }

    /// <summary>The shape of the last node's output, without the batch.</summary>
    public IReadOnlyList<int> Shape { get; private set; }

    /// <summary>Makes the output of a layer the current value.</summary>
    /// <param name="layer">The name of an earlier layer, or that of the network's input.</param>
    public void Select(string layer) => (Current, Shape) = _layers[layer];

    /// <summary>Makes a value of the graph the current one.</summary>
    public void Continue(string value, IReadOnlyList<int> shape) => (Current, Shape) = (value, shape);

    /// <summary>Remembers the current value as the output of a layer.</summary>
    public void EndLayer(string layer) => _layers[layer] = (Current, Shape);

    /// <summary>Adds a node whose first input is <see cref="Current"/>.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="name">The unique name of the node and of its output.</param>
    /// <param name="shape">The shape of the output, without the batch.</param>
    /// <param name="more">The names of further inputs.</param>
    /// <param name="attributes">The attributes of the node.</param>
    public void Add(
        string operation, string name, IReadOnlyList<int> shape, IEnumerable<string>? more = null, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = operation, Name = name };
        node.Input.Add(Current);
        node.Input.AddRange(more ?? []);
        node.Output.Add(name);
        node.Attribute.AddRange(attributes);
        _graph.Node.Add(node);
        (Current, Shape) = (name, shape);
    }

    /// <summary>Flattens an image to a vector in <c>[channel][row][column]</c> order; does nothing for a vector.</summary>
    /// <param name="before">The name of the node that needs a vector.</param>
    public void Flatten(string before)
    {
        if (Shape.Count > 1)
        {
            Add("Flatten", before + ".flat", [Shape.Aggregate((product, size) => product * size)], more: null, Attribute("axis", 1));
        }
    }

    /// <summary>Adds a constant of floats.</summary>
    /// <returns>The name of the constant.</returns>
    public string Constant(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values) =>
        Constant(name, shape, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values));

    /// <summary>Adds a constant of integers.</summary>
    /// <returns>The name of the constant.</returns>
    public string Constant(string name, ReadOnlySpan<long> values) =>
        Constant(name, [values.Length], TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values));

    /// <summary>Gives a vector one row and one column, so that it can be read as an image; does nothing for an image.</summary>
    /// <param name="before">The name of the node that needs an image.</param>
    public void Unflatten(string before)
    {
        if (Shape.Count == 1)
        {
            Add("Unsqueeze", before + ".image", [Shape[0], 1, 1], [Constant(before + ".axes", [2, 3])]);
        }
    }

    /// <summary>Completes a graph whose only output is the current value.</summary>
    public GraphProto End()
    {
        string last = Current;
        bool isRead = _graph.Node.Count == 0
            || _graph.Node[^1].Output[0] != last
            || _graph.Node.Any(node => node.Input.Contains(last));
        if (isRead)
        {
            Add("Identity", Output, Shape);
        }

        _graph.Node[^1].Output[0] = Output;
        _graph.Output.Add(Describe(Output, Shape));
        return _graph;
    }

    /// <summary>Completes a graph with several outputs.</summary>
    public GraphProto End(IEnumerable<NetworkOutput> outputs)
    {
        foreach (NetworkOutput output in outputs)
        {
            Select(output.Layer);
            if (Current != output.Name)
            {
                bool isTaken = output.Name == Input || _graph.Node.Any(node => node.Output.Contains(output.Name));
                Add("Identity", isTaken ? output.Name + ".output" : output.Name, Shape);
            }

            _graph.Output.Add(Describe(Current, Shape));
        }

        return _graph;
    }

    /// <summary>Creates an attribute.</summary>
    public static AttributeProto Attribute(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    /// <inheritdoc cref="Attribute(string, long)"/>
    public static AttributeProto Attribute(string name, float value) =>
        new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    /// <inheritdoc cref="Attribute(string, long)"/>
    public static AttributeProto Attribute(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values.ToArray());
        return attribute;
    }

    /// <inheritdoc cref="Attribute(string, long)"/>
    public static AttributeProto Attribute(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    // The format is little-endian, like all processors that .NET supports except one.
    private string Constant(
        string name, IReadOnlyList<int> shape, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Writing ONNX files requires a little-endian processor.");
        }

        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape.Select(size => (long)size));
        _graph.Initializer.Add(tensor);
        return name;
    }

    private static ValueInfoProto Describe(string name, IReadOnlyList<int> shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = Batch });
        dimensions.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = dimensions },
            },
        };
    }
}
