namespace ConvGen.Tests.Reference;

/// <summary>A simple interpreter of graphs in double precision. It computes a whole mini-batch node by node, and adds up the gradients of
/// a value that several nodes read.</summary>
internal sealed class ReferenceGraph
{
    private readonly ReferenceLayer?[] _layers;

    public ReferenceGraph(GraphSpec spec)
    {
        Spec = spec;
        _layers = new ReferenceLayer?[spec.Nodes.Count];
        Shapes = [spec.Input];
        for (int i = 0; i < spec.Nodes.Count; i++)
        {
            GraphNode node = spec.Nodes[i];
            ImageShape[] inputs = [.. node.Inputs.Select(value => Shapes[value])];
            _layers[i] = node.Layer is { } layer
                ? new ReferenceNetwork(new NetworkSpec("Node", inputs[0], [layer], Loss.None)).Layers[0]
                : null;
            Shapes.Add(node.Merge switch
            {
                Merge.None => _layers[i]!.Output,
                Merge.Add or Merge.Multiply => inputs[0],
                Merge.Concat => inputs[0] with { Channels = inputs.Sum(shape => shape.Channels) },
                _ => throw new ArgumentOutOfRangeException(nameof(spec), node.Merge, "No such merge."),
            });
        }
    }

    public GraphSpec Spec { get; }

    /// <summary>The shape of every value.</summary>
    public List<ImageShape> Shapes { get; }

    public ImageShape Output => Shapes[^1];

    /// <summary>Every trained tensor, in the order of the nodes.</summary>
    public IEnumerable<ReferenceParameter> Parameters => _layers.SelectMany(layer => layer?.Parameters ?? []);

    /// <summary>Rounds the values and gradients of every node, to measure what rounding does; null for none.</summary>
    public Action<double[]>? Rounding { get; set; }

    public bool HasBatchNorm => _layers.OfType<ReferenceBatchNorm>().Any();

    /// <summary>Predicts: a normalization uses its running statistics.</summary>
    public double[] Predict(double[] inputs) =>
    [
        .. Forward(inputs, isTraining: false)[^1].SelectMany(output => ReferenceLoss.Outputs(Spec.Loss, output)),
    ];

    /// <summary>The smallest margin of all decisions in training and in prediction.</summary>
    public double Margin(double[] inputs) => new[] { true, false }.Min(isTraining =>
    {
        double[][][] values = Forward(inputs, isTraining);
        return _layers.Select((layer, i) => layer is null ? double.PositiveInfinity : values[Spec.Nodes[i].Inputs[0]].Min(layer.Margin)).Min();
    });

    /// <summary>Sets the gradient of every parameter and returns the loss and its gradient for the inputs.</summary>
    public (double Loss, double[] InputGradient) Backpropagate(double[] inputs, double[] targets)
    {
        foreach (ReferenceParameter parameter in Parameters)
        {
            Array.Clear(parameter.Gradient);
        }

        double[][][] values = Forward(inputs, isTraining: true);
        int samples = values[0].Length;
        double divisor = ReferenceLoss.Divisor(Spec.Loss, samples, Output.Length);
        double[][][] gradients = [.. values.Select(value => value.Select(sample => new double[sample.Length]).ToArray())];
        double loss = 0;
        double[][] wanted = [.. targets.Chunk(Output.Length)];
        for (int sample = 0; sample < samples; sample++)
        {
            loss += ReferenceLoss.Value(Spec.Loss, values[^1][sample], wanted[sample]) / divisor;
            gradients[^1][sample] =
                [.. ReferenceLoss.Gradient(Spec.Loss, values[^1][sample], wanted[sample], Rounding).Select(value => value / divisor)];
        }

        for (int i = Spec.Nodes.Count - 1; i >= 0; i--)
        {
            Backward(i, values, gradients);
        }

        return (loss, [.. gradients[0].SelectMany(gradient => gradient)]);
    }

    private double[][][] Forward(double[] inputs, bool isTraining)
    {
        List<double[][]> values = [[.. inputs.Chunk(Spec.Input.Length)]];
        for (int i = 0; i < Spec.Nodes.Count; i++)
        {
            GraphNode node = Spec.Nodes[i];
            double[][] x = values[node.Inputs[0]];
            double[][] y = isTraining && _layers[i] is ReferenceBatchNorm normalization
                ? normalization.Forward(x)
                : [.. x.Select((_, sample) => Compute(i, [.. node.Inputs.Select(value => values[value][sample])]))];
            foreach (double[] sample in y)
            {
                Rounding?.Invoke(sample);
            }

            values.Add(y);
        }

        return [.. values];
    }

    private double[] Compute(int i, double[][] inputs)
    {
        if (_layers[i] is { } layer)
        {
            double[] y = new double[layer.Output.Length];
            layer.Forward(inputs[0], y);
            return y;
        }

        return Spec.Nodes[i].Merge switch
        {
            Merge.Add => [.. inputs[0].Zip(inputs[1], (a, b) => a + b)],
            Merge.Multiply => [.. inputs[0].Select((x, place) => x * inputs[1][place / (inputs[0].Length / inputs[1].Length)])],
            Merge.Concat => [.. inputs.SelectMany(part => part)],
            _ => throw new InvalidOperationException("A node is a layer or a merge."),
        };
    }

    private void Backward(int i, double[][][] values, double[][][] gradients)
    {
        GraphNode node = Spec.Nodes[i];
        double[][] dy = gradients[i + 1];
        if (_layers[i] is ReferenceBatchNorm normalization)
        {
            double[][] all = normalization.Backward(values[node.Inputs[0]], dy);
            for (int sample = 0; sample < all.Length; sample++)
            {
                Add(gradients[node.Inputs[0]][sample], all[sample]);
            }

            return;
        }

        for (int sample = 0; sample < dy.Length; sample++)
        {
            double[] x = values[node.Inputs[0]][sample];
            double[] dx = new double[x.Length];
            switch (node.Merge)
            {
                case Merge.None:
                    _layers[i]!.Backward(x, values[i + 1][sample], dy[sample], dx);
                    Add(gradients[node.Inputs[0]][sample], dx);
                    break;
                case Merge.Add:
                    Add(gradients[node.Inputs[0]][sample], dy[sample]);
                    Add(gradients[node.Inputs[1]][sample], dy[sample]);
                    break;
                case Merge.Multiply:
                    double[] factor = values[node.Inputs[1]][sample];
                    double[] ofFactor = new double[factor.Length];
                    for (int place = 0; place < x.Length; place++)
                    {
                        int f = place / (x.Length / factor.Length);
                        dx[place] = dy[sample][place] * factor[f];
                        ofFactor[f] += dy[sample][place] * x[place];
                    }

                    Add(gradients[node.Inputs[0]][sample], dx);
                    Add(gradients[node.Inputs[1]][sample], ofFactor);
                    break;
                case Merge.Concat:
                    int start = 0;
                    foreach (int value in node.Inputs)
                    {
                        int length = values[value][sample].Length;
                        Add(gradients[value][sample], dy[sample][start..(start + length)]);
                        start += length;
                    }

                    break;
                default:
                    throw new InvalidOperationException($"No gradient of {node.Merge}.");
            }
        }
    }

    private void Add(double[] sum, double[] part)
    {
        Rounding?.Invoke(part);
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += part[i];
        }
    }
}
