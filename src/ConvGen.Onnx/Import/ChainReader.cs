using System.Globalization;
using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Walks along a chain of nodes, and makes a layer of each, or of the few that mean one.</summary>
internal sealed class ChainReader
{
    private readonly OnnxGraph graph;
    private readonly List<ImportedLayer> layers = [];
    private string value;
    private int[] shape;

    // Zeros or minus infinities around the image, for the window that comes next.
    private (LayerWindow Sides, float Value, NodeProto Node)? padding;

    private ChainReader(OnnxGraph graph)
    {
        this.graph = graph;
        (value, shape) = graph.Input();
    }

    /// <summary>The shape of one sample, and the layers in order, the loss included.</summary>
    /// <exception cref="OnnxImportException">The model is more than a chain of layers that ConvGen has.</exception>
    public static (int[] InputShape, IReadOnlyList<ImportedLayer> Layers) Read(OnnxGraph graph)
    {
        var reader = new ChainReader(graph);
        int[] input = reader.shape;
        while (reader.Next())
        {
        }

        return (input, reader.layers);
    }

    private bool Next()
    {
        IReadOnlyList<NodeProto> takers = graph.TakersOf(value);
        if (takers.Count == 0)
        {
            return graph.IsOutput(value)
                ? padding is { } unused ? throw NodeError.Of(unused.Node, "expected a convolution or a pooling behind the padding") : false
                : throw new OnnxImportException($"value {value}: expected a node that takes it, or that it is the model's output");
        }

        if (graph.IsOutput(value))
        {
            throw new OnnxImportException($"value {value}: expected one output at the end of a chain, found nodes behind it");
        }

        NodeProto node = takers[0];
        if (IsSiLU(takers))
        {
            layers.Add(new ImportedLayer("SiLU", []));
            node = takers.Single(taker => taker.OpType == "Mul");
        }
        else if (takers.Count > 1)
        {
            throw NodeError.Of(node, $"expected a chain, found a branch: {takers.Count} nodes take {value}");
        }
        else
        {
            Read(node, new NodeSettings(node));
        }

        value = node.Output[0];
        return true;
    }

    // x * sigmoid(x): one node takes x, and another both.
    private bool IsSiLU(IReadOnlyList<NodeProto> takers) =>
        takers.Count == 2
        && takers.SingleOrDefault(taker => taker.OpType == "Sigmoid") is { } sigmoid
        && takers.SingleOrDefault(taker => taker.OpType == "Mul") is { } product
        && product.Input.Contains(sigmoid.Output[0])
        && graph.TakersOf(sigmoid.Output[0]).Count == 1;

    private void Read(NodeProto node, NodeSettings settings)
    {
        if (padding is { } unused && node.OpType is not ("Conv" or "MaxPool" or "AveragePool" or "LpPool"))
        {
            throw NodeError.Of(unused.Node, $"expected a convolution or a pooling behind the padding, found {node.OpType}");
        }

        switch (node.OpType)
        {
            case "Conv":
                ReadConv(node, settings);
                break;
            case "MaxPool" or "AveragePool" or "LpPool":
                ReadPool(node, settings);
                break;
            case "GlobalAveragePool" or "GlobalMaxPool":
                Image(node);
                layers.Add(new ImportedLayer(node.OpType, []));
                shape = [shape[0]];
                break;
            case "Gemm" or "MatMul":
                (ImportedLayer dense, shape) = DenseReader.Read(graph, node, settings, shape);
                layers.Add(dense);
                break;
            case "Add":
                DenseReader.AddBias(graph, node, layers.LastOrDefault());
                break;
            case "BatchNormalization":
                NormalizationReader.Fold(graph, node, settings, layers.LastOrDefault());
                break;
            case "Pad":
                ReadPadding(node, settings);
                break;
            case "Flatten" or "Reshape" or "Squeeze":
                ReadFlattening(node, settings);
                break;
            case "Mul":
                ReadFactor(node);
                break;
            case "Dropout":
                float rate = graph.HasConstant(node, 1) ? Scalar(node, 1) : settings.Float("ratio", 0.5f);
                layers.Add(new ImportedLayer("Dropout", [Number(node, rate)]));
                break;
            case "Identity":
                break;
            case "Softmax":
                ReadSoftmax(node, settings);
                break;
            default:
                layers.Add(ReadActivation(node, settings));
                break;
        }
    }

    private void ReadConv(NodeProto node, NodeSettings settings)
    {
        Image(node);
        Constant weights = graph.Floats(node, 1);
        if (weights.Shape.Length != 4)
        {
            throw NodeError.Of(node, $"expected weights for images, found the shape [{string.Join(", ", weights.Shape)}]");
        }

        LayerWindow window = Padded(settings.Window((weights.Shape[2], weights.Shape[3]), shape[1], shape[2]), value: 0f);
        long groups = settings.Integer("group", 1);
        bool fits = groups >= 1 && weights.Shape[1] * groups == shape[0] && weights.Shape[0] % groups == 0
            && (weights.Shape[2], weights.Shape[3]) == (window.Height, window.Width);
        if (!fits)
        {
            throw NodeError.Of(
                node,
                $"expected weights for {shape[0]} channels in {groups} groups and a kernel of {window.Height}x{window.Width}, "
                + $"found the shape [{string.Join(", ", weights.Shape)}]");
        }

        bool isDepthwise = groups == shape[0] && weights.Shape[0] == shape[0] && groups > 1;
        IEnumerable<string> arguments = WindowArguments.OfConv(window);
        if (!isDepthwise)
        {
            arguments = arguments.Prepend(Number(weights.Shape[0])).Concat(groups == 1 ? [] : [$"Groups = {Number(groups)}"]);
        }

        layers.Add(new ImportedLayer(isDepthwise ? "DepthwiseConv" : "Conv", [.. arguments])
        {
            Weights = weights,
            Biases = node.Input.Count > 2 ? Biases(node, 2, weights.Shape[0]) : null,
        });
        shape = [weights.Shape[0], .. Outputs(node, window, ceil: false)];
    }

    private void ReadPool(NodeProto node, NodeSettings settings)
    {
        Image(node);
        string kind = node.OpType == "LpPool" ? "L2Pool" : node.OpType;
        if (kind == "L2Pool" && settings.Integer("p", 2) != 2)
        {
            throw NodeError.Of(node, $"expected p = 2, the only norm that ConvGen pools by, found {settings.Integer("p", 2)}");
        }

        (LayerWindow window, bool ceil, bool countsPadding) = PoolWindow(node, settings, kind);
        int[] outputs = Outputs(node, window, ceil);
        List<string> arguments = [.. WindowArguments.OfPool(window, ceil)];
        bool hasPadding = window.PadTop + window.PadLeft + window.PadBottom + window.PadRight > 0;
        if (kind == "AveragePool" && !countsPadding && hasPadding)
        {
            arguments.Add("CountPadding = false");
        }

        layers.Add(new ImportedLayer(kind, arguments));
        shape = [shape[0], .. outputs];
        padding = null;
    }

    /// <summary>The padding of a pooling, its own and that of a node before it, as its attribute says it.</summary>
    private (LayerWindow Window, bool Ceil, bool CountsPadding) PoolWindow(NodeProto node, NodeSettings settings, string kind)
    {
        bool countsOwn = settings.Integer("count_include_pad", 0) == 1;
        bool isPadded = padding is not null;
        bool countsPadding = countsOwn || isPadded;
        LayerWindow own = settings.Window(kernel: null, shape[1], shape[2]);
        LayerWindow unpadded = own with { PadTop = 0, PadLeft = 0, PadBottom = 0, PadRight = 0 };
        LayerWindow counted = Padded(unpadded, kind == "MaxPool" ? float.NegativeInfinity : 0f);
        LayerWindow window = own with
        {
            PadTop = own.PadTop + counted.PadTop,
            PadLeft = own.PadLeft + counted.PadLeft,
            PadBottom = own.PadBottom + counted.PadBottom,
            PadRight = own.PadRight + counted.PadRight,
        };
        bool ceil = settings.Integer("ceil_mode", 0) == 1;
        int[] outputs = Outputs(node, window, ceil);
        if (kind == "AveragePool" && isPadded && !countsOwn && own != unpadded)
        {
            // The zeros of the node before count and those of the pooling do not: they are what hangs over in ceil mode.
            bool isBelowAndRight = own is { PadTop: 0, PadLeft: 0 };
            if (ceil || !isBelowAndRight || !Outputs(node, counted, ceil: true).SequenceEqual(outputs))
            {
                throw NodeError.Of(node, "expected padding that counts in every average or in none, found some of both");
            }

            return (counted, true, true);
        }

        // What hangs over the edge in ceil mode may be written as longer padding.
        LayerWindow even = window with { PadBottom = window.PadTop, PadRight = window.PadLeft };
        bool isLonger = window.PadBottom >= window.PadTop && window.PadRight >= window.PadLeft && even != window;
        bool countsWhatHangsOver = kind == "AveragePool" && countsPadding;
        if (!ceil && isLonger && !countsWhatHangsOver && Outputs(node, even, ceil: true).SequenceEqual(outputs))
        {
            return (even, true, countsPadding);
        }

        return (window, ceil, countsPadding);
    }

    private LayerWindow Padded(LayerWindow window, float value)
    {
        if (padding is not { } around)
        {
            return window;
        }

        if (around.Value != value)
        {
            throw NodeError.Of(around.Node, FormattableString.Invariant(
                $"expected padding with {value} before such a layer, found {around.Value}"));
        }

        padding = null;
        return window with
        {
            PadTop = window.PadTop + around.Sides.PadTop,
            PadLeft = window.PadLeft + around.Sides.PadLeft,
            PadBottom = window.PadBottom + around.Sides.PadBottom,
            PadRight = window.PadRight + around.Sides.PadRight,
        };
    }

    private void ReadPadding(NodeProto node, NodeSettings settings)
    {
        Image(node);
        long[] amounts = graph.Integers(node, 1);
        bool fits = settings.Text("mode", "constant") == "constant" && amounts is [0, 0, >= 0, >= 0, 0, 0, >= 0, >= 0]
            && amounts.All(amount => amount <= ushort.MaxValue);
        if (!fits)
        {
            throw NodeError.Of(
                node,
                $"expected a constant around rows and columns, found mode {settings.Text("mode", "constant")} "
                + $"and pads [{string.Join(", ", amounts)}]");
        }

        LayerWindow sides = new(1, 1)
        {
            PadTop = (int)amounts[2],
            PadLeft = (int)amounts[3],
            PadBottom = (int)amounts[6],
            PadRight = (int)amounts[7],
        };
        padding = (sides, graph.HasConstant(node, 2) ? Scalar(node, 2) : 0f, node);
    }

    private void ReadFlattening(NodeProto node, NodeSettings settings)
    {
        int length = shape.Aggregate((product, size) => product * size);
        bool keepsSamples = node.OpType switch
        {
            "Flatten" => settings.Integer("axis", 1) == 1,
            "Reshape" => graph.Integers(node, 1) is [_, var rest] && (rest == -1 || rest == length),
            _ => shape.Length == 1,
        };
        shape = keepsSamples
            ? [length]
            : throw NodeError.Of(node, $"expected the samples to become vectors of {length} values, one for each");
    }

    // What the book's way of dropout multiplies with.
    private void ReadFactor(NodeProto node)
    {
        int input = graph.HasConstant(node, 1) ? 1 : 0;
        Constant factor = graph.Floats(node, input);
        layers.Add(factor.Values is [> 0f and < 1f]
            ? new ImportedLayer("Dropout", [Number(1 - (double)(decimal)factor.Values[0]), "Inverted = false"])
            : throw NodeError.Of(node, "expected one factor between 0 and 1, which a dropout that is not inverted has"));
    }

    private void ReadSoftmax(NodeProto node, NodeSettings settings)
    {
        bool isOverAll = shape.Length == 1 && settings.Integer("axis", -1) is 1 or -1;
        bool isLast = graph.IsOutput(node.Output[0]);
        layers.Add(isOverAll && isLast
            ? new ImportedLayer("SoftmaxCrossEntropy", [])
            : throw NodeError.Of(node, "expected a softmax over vectors at the end of the model"));
    }

    private ImportedLayer ReadActivation(NodeProto node, NodeSettings settings) => node.OpType switch
    {
        "Sigmoid" when graph.IsOutput(node.Output[0]) => new ImportedLayer("SigmoidCrossEntropy", []),
        "Sigmoid" or "Tanh" or "Softplus" => new ImportedLayer(node.OpType, []),
        "Relu" => new ImportedLayer("ReLU", []),
        "LeakyRelu" => new ImportedLayer("LeakyReLU", [Number(node, settings.Float("alpha", 0.01f))]),
        "Elu" when settings.Float("alpha", 1f) == 1f => new ImportedLayer("ELU", []),
        "Gelu" when settings.Text("approximate", "none") == "none" => new ImportedLayer("GELU", []),
        "Elu" or "Gelu" => throw NodeError.Of(node, "expected the plain function, found one with other settings"),
        _ => throw NodeError.Of(node, "ConvGen has no layer for this operator"),
    };

    private float[] Biases(NodeProto node, int input, int count)
    {
        Constant biases = graph.Floats(node, input);
        return biases.Values.Length == count
            ? biases.Values
            : throw NodeError.Of(node, $"expected {count} biases, found {biases.Values.Length}");
    }

    private void Image(NodeProto node)
    {
        if (shape.Length != 3)
        {
            throw NodeError.Of(node, $"expected images, found vectors of {shape[0]}");
        }
    }

    private int[] Outputs(NodeProto node, LayerWindow window, bool ceil)
    {
        int rows = Count(shape[1], window.PadTop, window.PadBottom, window.Height, window.DilationY, window.StrideY, ceil);
        int columns = Count(shape[2], window.PadLeft, window.PadRight, window.Width, window.DilationX, window.StrideX, ceil);
        return rows > 0 && columns > 0
            ? [rows, columns]
            : throw NodeError.Of(node, $"expected images that are as large as the kernel, found {shape[1]}x{shape[2]}");
    }

    private static int Count(int size, int before, int after, int kernel, int dilation, int stride, bool ceil)
    {
        int room = size + before + after - dilation * (kernel - 1) - 1;
        if (room < 0)
        {
            return 0;
        }

        int count = (room + (ceil ? stride - 1 : 0)) / stride + 1;

        // As in PyTorch, the last window begins in the image or before it.
        return ceil && (count - 1) * stride >= size + before ? count - 1 : count;
    }

    private float Scalar(NodeProto node, int input) => graph.Floats(node, input).Values is [var only]
        ? only
        : throw NodeError.Of(node, $"expected one value as input {input}");

    private static string Number(NodeProto node, float number) => float.IsFinite(number)
        ? number.ToString("R", CultureInfo.InvariantCulture)
        : throw NodeError.Of(node, "expected a finite number, found " + number.ToString(CultureInfo.InvariantCulture));

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
