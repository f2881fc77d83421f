namespace ConvGen.Tests.Matrix;

/// <summary>Draws graphs with branches, merges and values that several layers read; the same for the same seed.</summary>
internal sealed class RandomGraphs
{
    private const int MostNodes = 20;

    private readonly Random _random;
    private readonly bool _isInteger;
    private readonly List<GraphNode> _nodes = [];
    private readonly List<ImageShape> _shapes = [];
    private int _current;

    private RandomGraphs(int seed, bool isInteger)
    {
        _random = new Random(seed);
        _isInteger = isInteger;
    }

    /// <param name="name">The name of the network.</param>
    /// <param name="seed">Determines the graph.</param>
    /// <param name="isInteger">Whether integer inputs and weights give integer values.</param>
    public static GraphSpec Draw(string name, int seed, bool isInteger = false) => new RandomGraphs(seed, isInteger).Draw(name);

    private GraphSpec Draw(string name)
    {
        var input = new ImageShape(_random.Next(1, 19), _random.Next(3, 10), _random.Next(3, 10));
        _shapes.Add(input);
        int nodes = _random.Next(4, MostNodes - 4);
        while (_nodes.Count < nodes)
        {
            AddNode();
        }

        AddEnd();
        return new GraphSpec(name, input, _nodes, _isInteger || _random.Next(2) == 0 ? Loss.MeanSquaredError : Loss.SoftmaxCrossEntropy);
    }

    private void AddNode()
    {
        ImageShape shape = _shapes[_current];
        switch (_random.Next(10))
        {
            case 0 or 1 or 2:
                int kernel = Math.Min(_random.Next(1, 4), Math.Min(shape.Height, shape.Width));
                Add(new ConvSpec(Channels(), kernel) { Same = _random.Next(3) > 0, Bias = _random.Next(3) > 0 });
                break;
            case 3:
                Add(new ActivationSpec(_isInteger ? Activation.ReLU : _random.Next(4) switch
                {
                    0 => Activation.Tanh,
                    1 => Activation.SiLU,
                    _ => Activation.ReLU,
                }));
                break;
            case 4 when !_isInteger:
                // The values of one pixel in a few samples, once normalized, depend on nothing but rounding.
                Add(_random.Next(2) == 0 && shape.Height * shape.Width > 3
                    ? new BatchNormSpec()
                    : new DepthwiseConvSpec(1, 1) { Bias = _random.Next(2) == 0 });
                break;
            case 5 when shape is { Height: > 2, Width: > 2 }:
                Add(_random.Next(3) == 0 && !_isInteger ? new AveragePoolSpec(2, 2) : new MaxPoolSpec(2));
                break;
            case 6 when _random.Next(2) == 0:
                AddGate(shape);
                break;
            case 6 or 7:
                AddMerge(Merge.Concat, other => other.Height == shape.Height && other.Width == shape.Width
                    && other.Channels + shape.Channels < 50);
                break;
            case 8:
                _current = _random.Next(_shapes.Count);
                break;
            default:
                AddMerge(_random.Next(3) == 0 && !_isInteger ? Merge.Multiply : Merge.Add, other => other == shape);
                break;
        }
    }

    private int Channels() => _random.Next(3) == 0 ? _random.Next(1, 20) : _shapes[_current].Channels;

    /// <summary>Merges the current value with another one that fits; otherwise the current one with what a convolution makes of it.</summary>
    private void AddMerge(Merge merge, Func<ImageShape, bool> fits)
    {
        int value = _current;
        int[] others = [.. Enumerable.Range(0, _shapes.Count).Where(other => other != value && fits(_shapes[other]))];
        if (others.Length == 0)
        {
            Add(new ConvSpec(_shapes[value].Channels, 1));
            others = [value];
        }

        int other = others[_random.Next(others.Length)];
        Add(new GraphNode(null, merge, _current, other), merge == Merge.Concat
            ? _shapes[_current] with { Channels = _shapes[_current].Channels + _shapes[other].Channels }
            : _shapes[_current]);
    }

    /// <summary>Squeeze and excitation: a factor for each channel, made from the channel means or maxima.</summary>
    private void AddGate(ImageShape image)
    {
        int value = _current;
        Add(_isInteger ? new GlobalMaxPoolSpec() : new GlobalAveragePoolSpec());
        Add(new ConvSpec(image.Channels, 1));
        Add(new ActivationSpec(_isInteger ? Activation.ReLU : Activation.Sigmoid));
        Add(new GraphNode(null, Merge.Multiply, value, _current), image);
    }

    /// <summary>Makes a vector of every value that nothing reads, and reads them all.</summary>
    private void AddEnd()
    {
        int[] unread = [.. Enumerable.Range(1, _nodes.Count).Where(value => !_nodes.Any(node => node.Inputs.Contains(value)))];
        List<int> pooled = [];
        foreach (int value in unread)
        {
            _current = value;
            Add(_isInteger ? new GlobalMaxPoolSpec() : new GlobalAveragePoolSpec());
            pooled.Add(_current);
        }

        if (pooled.Count > 1)
        {
            int channels = pooled.Sum(value => _shapes[value].Channels);
            Add(new GraphNode(null, Merge.Concat, pooled), new ImageShape(channels, 1, 1));
        }

        Add(new DenseSpec(4));
    }

    private void Add(LayerSpec layer)
    {
        ImageShape output = new ReferenceNetwork(new NetworkSpec("Layer", _shapes[_current], [layer], Loss.None)).Output;
        Add(new GraphNode(layer, Merge.None, _current), output);
    }

    private void Add(GraphNode node, ImageShape output)
    {
        _nodes.Add(node);
        _shapes.Add(output);
        _current = _shapes.Count - 1;
    }
}
