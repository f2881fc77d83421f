using System.Globalization;
using ConvGen.Onnx.Format;

namespace ConvGen.Onnx.Import;

/// <summary>Follows a chain of nodes, and converts each node, or each group of nodes that form a layer.</summary>
internal sealed class ChainReader
{
    private readonly OnnxGraph _graph;
    private readonly ActivationReader _activations;
    private readonly List<ImportedLayer> _layers = [];
    private string _value;
    private int[] _shape;

    // The number of channels before any flattening: ConvGen has no flatten layer, so a flattened image keeps its channels.
    private int _channels;

    // The shape of a sample before any flattening.
    private int[] _layerShape;

    // The padding for the next window.
    private ImagePadding? _padding;

    // The factors and summands for the next weights.
    private Affine? _affine;

    private ChainReader(OnnxGraph graph)
    {
        _graph = graph;
        _activations = new ActivationReader(graph);
        (_value, _shape) = graph.Input();
        _channels = _shape[0];
        _layerShape = _shape;
    }

    /// <summary>Returns the shape of one sample, and the layers in order, including the loss.</summary>
    /// <exception cref="OnnxImportException">The model is not a chain of layers that ConvGen supports.</exception>
    public static (int[] InputShape, IReadOnlyList<ImportedLayer> Layers) Read(OnnxGraph graph)
    {
        var reader = new ChainReader(graph);
        int[] input = reader._shape;
        graph.CheckOutput();
        for (int nodes = 0; reader.Next(); nodes++)
        {
            if (nodes == graph.NodeCount)
            {
                throw new OnnxImportException($"value {reader._value}: expected a chain, found a cycle of nodes");
            }
        }

        reader.CheckEnd();
        return (input, reader._layers);
    }

    private bool Next()
    {
        IReadOnlyList<NodeProto> takers = _graph.TakersOf(_value);
        if (takers.Count == 0)
        {
            return _graph.IsOutput(_value)
                ? false
                : throw new OnnxImportException($"value {_value}: expected a node that takes it, or that it is the model's output");
        }

        if (_graph.IsOutput(_value))
        {
            throw new OnnxImportException($"value {_value}: expected one output at the end of a chain, found nodes after it");
        }

        NodeProto node = takers[0];
        if (_activations.ReadProduct(takers) is var (layer, product))
        {
            AddAffine(_layers.Count);
            _layers.Add(layer);
            node = product;
        }
        else if (takers.Count == 1 && RearrangementReader.ReadChannelShuffle(_graph, node, _shape) is var (shuffle, joined))
        {
            CheckInputs(node);
            PlacePadding(node);
            AddAffine(_layers.Count);
            _layers.Add(shuffle);
            node = joined;
        }
        else if (takers.Count > 1)
        {
            throw NodeError.Of(node, $"expected a chain, found a branch: {takers.Count} nodes take {_value}");
        }
        else
        {
            Read(node, new NodeSettings(node));
        }

        _value = node.Output is [var first, ..] ? first : throw NodeError.Of(node, "expected an output, found none");
        return true;
    }

    private void CheckEnd()
    {
        PlacePadding(next: null);
        AddAffine(_layers.Count);
        if (_layers.Count == 0)
        {
            throw new OnnxImportException("expected at least one layer, found none");
        }
    }

    private void Read(NodeProto node, NodeSettings settings)
    {
        CheckInputs(node);
        if (_padding?.FitsInto(node) == false)
        {
            PlacePadding(node);
        }

        switch (node.OpType)
        {
            case "Conv":
                ReadConv(node, settings);
                break;
            case "ConvTranspose":
                Image(node);
                AddAffine(_layers.Count);
                (ImportedLayer transposed, _shape) = ConvTransposeReader.Read(_graph, node, settings, _shape);
                _layers.Add(transposed);
                _channels = _shape[0];
                break;
            case "Gemm" or "MatMul":
                (ImportedLayer dense, _shape) = DenseReader.Read(_graph, node, settings, _shape);
                AddWithWeights(dense);
                _channels = _shape[0];
                break;
            case "PRelu":
                AddAffine(_layers.Count);
                _layers.Add(ReadPReLU(node));
                break;
            case "Mul" when _graph.DropoutFactor(node, _value) is { } factor:
                AddAffine(_layers.Count);
                _layers.Add(new ImportedLayer("Dropout", [Number(1 - (double)(decimal)factor), "Inverted = false"]));
                break;
            case "Add" or "Sub" or "Mul" or "Div":
                Include(AffineReader.ReadArithmetic(_graph, node, settings, _value, _shape));
                break;
            case "BatchNormalization" when _affine is null && _shape[0] == _channels && settings.Float("epsilon", 1e-5f) > 0:
                _layers.Add(NormalizationReader.Read(_graph, node, settings, _shape));
                break;
            case "BatchNormalization":
                Include(AffineReader.ReadNormalization(_graph, node, settings, _shape));
                break;
            case "LayerNormalization":
                AddAffine(_layers.Count);
                _layers.Add(NormalizationReader.ReadLayer(_graph, node, settings, _shape, _layerShape));
                break;
            case "InstanceNormalization":
                Image(node);
                AddAffine(_layers.Count);
                _layers.Add(NormalizationReader.ReadInstance(_graph, node, settings, _shape));
                break;
            case "Pad":
                Image(node);
                _padding = ImagePadding.Read(_graph, node, settings);
                break;
            case "Slice" or "DepthToSpace" or "Resize":
                ReadRearrangement(node, settings);
                break;
            case "Flatten" or "Reshape" or "Squeeze":
                _shape = FlatteningReader.Read(_graph, node, settings, _shape);
                _affine = _affine?.Over(_shape[0]);
                break;
            case "Identity":
                break;
            default:
                ReadWithoutWeights(node, settings);
                break;
        }

        if (node.OpType is not ("Flatten" or "Reshape" or "Squeeze" or "Identity") && (_shape.Length == 3 || node.OpType is "Gemm" or "MatMul"))
        {
            _layerShape = _shape;
        }
    }

    // Accepts standard ONNX operators and com.microsoft.Gelu, whose first input is the current value.
    private void CheckInputs(NodeProto node)
    {
        if (node.Domain is not ("" or "ai.onnx") && node is not { Domain: "com.microsoft", OpType: "Gelu" })
        {
            throw NodeError.Of(node, $"ConvGen has no layer for operators of the domain {node.Domain}");
        }

        bool isFirst = node.Input[0] == _value && node.Input.Count(input => input == _value) == 1;
        if (!isFirst && node.OpType is not ("Add" or "Sub" or "Mul" or "Div"))
        {
            throw NodeError.Of(node, $"expected {_value} as the first input only");
        }
    }

    private void ReadWithoutWeights(NodeProto node, NodeSettings settings)
    {
        bool pads = false;
        int place = _layers.Count;
        switch (node.OpType)
        {
            case "MaxPool" or "AveragePool" or "LpPool":
                Image(node);
                (ImportedLayer pool, _shape, pads) = PoolReader.Read(node, settings, _padding, _shape);
                _layers.Add(pool);
                _padding = null;
                break;
            case "GlobalAveragePool" or "GlobalMaxPool":
                Image(node);
                _layers.Add(new ImportedLayer(node.OpType, []));
                _shape = [_shape[0], 1, 1];
                break;
            case "Dropout":
                _layers.Add(ReadDropout(node, settings));
                break;
            case "Softmax":
                _layers.Add(ReadSoftmax(node, settings));
                break;
            default:
                _layers.Add(ReadActivation(node, settings));
                break;
        }

        if (_affine is not null && !_affine.Commutes(node.OpType, pads))
        {
            AddAffine(place);
        }
    }

    /// <summary>Merges factors and summands into the preceding weights, or keeps them for the next weights.</summary>
    private void Include(Affine next)
    {
        bool isIncluded = _affine is null && _layers.LastOrDefault() is { Weights: not null, IsLinear: true } last && next.FoldInto(last);
        if (!isIncluded)
        {
            _affine = _affine?.Then(next) ?? next;
        }
    }

    /// <summary>Makes the padding a layer of its own, because the next node cannot include it.</summary>
    private void PlacePadding(NodeProto? next)
    {
        if (_padding is not { } padding)
        {
            return;
        }

        if (padding.Value != 0)
        {
            throw NodeError.Of(
                padding.Node,
                "expected a convolution or a pooling after the padding" + (next is null ? "" : $", found {next.OpType}"));
        }

        _padding = null;
        int[] padded = padding.Around(_shape);
        if (!padded.SequenceEqual(_shape))
        {
            AddAffine(_layers.Count);
            _layers.Add(RearrangementReader.ReadPad(padding.Sides));
            _shape = padded;
        }
    }

    /// <summary>Reads a node that moves values. A flattened image keeps its channels in ConvGen, so its elements cannot be sliced.</summary>
    private void ReadRearrangement(NodeProto node, NodeSettings settings)
    {
        AddAffine(_layers.Count);
        if (node.OpType != "Slice" || _shape[0] != _channels)
        {
            Image(node);
        }

        (ImportedLayer layer, _shape) = RearrangementReader.Read(_graph, node, settings, _shape);
        _layers.Add(layer);
        _channels = _shape[0];
    }

    /// <summary>Adds factors and summands that no weights can include as a layer of their own.</summary>
    private void AddAffine(int place)
    {
        if (_affine is { IsIdentity: false } left)
        {
            _layers.Insert(place, left.ToLayer(_channels));
        }

        _affine = null;
    }

    private void AddWithWeights(ImportedLayer layer)
    {
        _affine?.FoldIntoNext(layer);
        _affine = null;
        _layers.Add(layer);
    }

    private void ReadConv(NodeProto node, NodeSettings settings)
    {
        Image(node);
        Constant weights = _graph.Floats(node, 1);
        if (weights.Shape.Length != 4)
        {
            throw NodeError.Of(node, $"expected weights for images, found the shape [{string.Join(", ", weights.Shape)}]");
        }

        LayerWindow window = Padded(settings.Window((weights.Shape[2], weights.Shape[3]), _shape[1], _shape[2]), value: 0f);
        long groups = settings.Integer("group", 1);
        bool fits = groups >= 1 && weights.Shape[1] * groups == _shape[0] && weights.Shape[0] > 0
            && weights.Shape[0] % groups == 0 && (weights.Shape[2], weights.Shape[3]) == (window.Height, window.Width);
        if (!fits)
        {
            throw NodeError.Of(
                node,
                $"expected weights for {_shape[0]} channels in {groups} groups and a kernel of {window.Height}x{window.Width}, "
                + $"found the shape [{string.Join(", ", weights.Shape)}]");
        }

        bool isDepthwise = groups == _shape[0] && weights.Shape[0] == _shape[0] && groups > 1;
        IEnumerable<string> arguments = WindowArguments.OfConv(window);
        if (!isDepthwise)
        {
            arguments = arguments.Prepend(Number(weights.Shape[0])).Concat(groups == 1 ? [] : [$"Groups = {Number(groups)}"]);
        }

        bool pads = window.PadTop + window.PadLeft + window.PadBottom + window.PadRight > 0;
        if (pads && _affine is { Shifts: true })
        {
            // The padding is zero, which a shift in the weights would change.
            AddAffine(_layers.Count);
        }

        AddWithWeights(new ImportedLayer(isDepthwise ? "DepthwiseConv" : "Conv", [.. arguments])
        {
            Weights = weights,
            Biases = OnnxGraph.HasInput(node, 2) ? Biases(node, 2, weights.Shape[0]) : null,
        });
        _shape = [weights.Shape[0], .. WindowCounts.Of(node, window, ceil: false, _shape)];
        _channels = weights.Shape[0];
    }

    /// <summary>Reads a slope for each channel; a single slope, which PyTorch's module has unless told otherwise, becomes that of every
    /// channel.</summary>
    private ImportedLayer ReadPReLU(NodeProto node)
    {
        Constant constant = _graph.Floats(node, 1);
        double[] slopes = AffineReader.OverChannels(node, constant, _shape);
        int pixels = slopes.Length / _channels;
        bool isUniform = Enumerable.Range(0, slopes.Length).All(i => slopes[i].Equals(slopes[i / pixels * pixels]));
        return isUniform
            ? new ImportedLayer("PReLU", [])
            {
                IsLinear = false,
                Weights = new Constant(
                    constant.Name, [_channels], [.. Enumerable.Range(0, _channels).Select(i => (float)slopes[i * pixels])]),
            }
            : throw NodeError.Of(node, $"expected one slope for each of {_channels} channels, found slopes that differ between pixels");
    }

    private float[] Biases(NodeProto node, int input, int count)
    {
        Constant biases = _graph.Floats(node, input);
        return biases.Shape is [var length] && length == count
            ? biases.Values
            : throw NodeError.Of(node, $"expected {count} biases, found the shape [{string.Join(", ", biases.Shape)}]");
    }

    private LayerWindow Padded(LayerWindow window, float value)
    {
        LayerWindow padded = _padding?.Around(window, value) ?? window;
        _padding = null;
        return padded;
    }

    private ImportedLayer ReadDropout(NodeProto node, NodeSettings settings)
    {
        if (OnnxGraph.HasInput(node, 2) && !_graph.IsFalse(node, 2))
        {
            throw NodeError.Of(node, "expected training_mode = false, found another value or a computed one");
        }

        float rate = OnnxGraph.HasInput(node, 1) ? _graph.Scalar(node, 1) : settings.Float("ratio", 0.5f);
        return rate is >= 0 and < 1
            ? new ImportedLayer("Dropout", [Number(node, rate)])
            : throw NodeError.Of(node, string.Create(
                CultureInfo.InvariantCulture, $"expected a ratio of at least 0 and below 1, found {rate}"));
    }

    /// <summary>Reads a softmax over the channels; one over vectors at the end of the model is the output function of the loss.</summary>
    private ImportedLayer ReadSoftmax(NodeProto node, NodeSettings settings)
    {
        // Before version 13 it took all axes from the given one on together. Channels of single pixels are the output of a global pooling.
        bool isOverOneAxis = _graph.OperatorSet >= 13, isVector = _shape.Skip(1).All(size => size == 1);
        long axis = settings.Integer("axis", isOverOneAxis ? -1 : 1);
        bool isOverChannels = (axis < 0 ? axis + _shape.Length + 1 : axis) == 1 && (isVector || isOverOneAxis) && _shape[0] == _channels;
        return !isOverChannels ? throw NodeError.Of(node, "expected a softmax over the channels of images that are not flattened, or over vectors")
            : isVector && _layers.Count > 0 && _graph.IsOutput(node.Output[0]) ? new ImportedLayer("SoftmaxCrossEntropy", [])
            : new ImportedLayer("Softmax", []);
    }

    // A sigmoid at the end is the output function of the loss.
    private ImportedLayer ReadActivation(NodeProto node, NodeSettings settings) =>
        node.OpType == "Sigmoid" && _layers.Count > 0 && _graph.IsOutput(node.Output[0])
            ? new ImportedLayer("SigmoidCrossEntropy", [])
            : _activations.Read(node, settings);

    private void Image(NodeProto node)
    {
        if (_shape.Length != 3)
        {
            throw NodeError.Of(node, $"expected images, found vectors of {_shape[0]}");
        }
    }

    private static string Number(NodeProto node, float number) => float.IsFinite(number)
        ? number.ToString("R", CultureInfo.InvariantCulture)
        : throw NodeError.Of(node, "expected a finite number, found " + number.ToString(CultureInfo.InvariantCulture));

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
