using System.Runtime.InteropServices;
using ConvGen.Onnx.Format;
using Google.Protobuf;

namespace ConvGen.Onnx.Export;

/// <summary>A graph that grows node by node: each takes what the one before it gives.</summary>
internal sealed class GraphWriter
{
    /// <summary>What the graph's input is called.</summary>
    public const string Input = "input";

    /// <summary>What the graph's output is called.</summary>
    public const string Output = "output";

    /// <summary>The free dimension: how many samples there are.</summary>
    private const string Batch = "N";

    private readonly GraphProto graph = new();

    /// <param name="name">Of the graph.</param>
    /// <param name="inputShape">Of one sample: channels, height, width; or the length of a vector.</param>
    public GraphWriter(string name, IReadOnlyList<int> inputShape)
    {
        graph.Name = name;
        graph.Input.Add(Describe(Input, inputShape));
        (Current, Shape) = (Input, inputShape);
    }

    /// <summary>What the last node gives.</summary>
    public string Current { get; private set; }

    /// <summary>Its shape, without the batch.</summary>
    public IReadOnlyList<int> Shape { get; private set; }

    /// <summary>Adds a node, which takes <see cref="Current"/> first.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="name">Of the node, and of what it gives: another for every node.</param>
    /// <param name="shape">What it gives, without the batch.</param>
    /// <param name="more">What it takes besides.</param>
    /// <param name="attributes">Its settings.</param>
    public void Add(
        string operation, string name, IReadOnlyList<int> shape, IEnumerable<string>? more = null, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = operation, Name = name };
        node.Input.Add(Current);
        node.Input.AddRange(more ?? []);
        node.Output.Add(name);
        node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
        (Current, Shape) = (name, shape);
    }

    /// <summary>Makes a vector of an image, in <c>[channel][row][column]</c> order; leaves a vector as it is.</summary>
    /// <param name="before">The name of the node that wants one.</param>
    public void Flatten(string before)
    {
        if (Shape.Count > 1)
        {
            Add("Flatten", before + ".flat", [Shape.Aggregate((product, size) => product * size)], more: null, Attribute("axis", 1));
        }
    }

    /// <summary>Adds floats that do not change.</summary>
    /// <returns>Their name.</returns>
    public string Constant(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values) =>
        Constant(name, shape, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values));

    /// <summary>Adds whole numbers that do not change.</summary>
    /// <returns>Their name.</returns>
    public string Constant(string name, ReadOnlySpan<long> values) =>
        Constant(name, [values.Length], TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values));

    /// <summary>The graph, whose output is what the last node gives.</summary>
    public GraphProto End()
    {
        if (graph.Node.Count == 0)
        {
            Add("Identity", Output, Shape);
        }

        graph.Node[^1].Output[0] = Output;
        graph.Output.Add(Describe(Output, Shape));
        return graph;
    }

    /// <summary>A setting.</summary>
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

    // The format's bytes are little-endian, as those of every processor that .NET runs on but one.
    private string Constant(
        string name, IReadOnlyList<int> shape, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("ONNX files are written on little-endian processors alone.");
        }

        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape.Select(size => (long)size));
        graph.Initializer.Add(tensor);
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
