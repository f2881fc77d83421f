namespace ConvGen.Tests.Reference;

/// <summary>
/// A simple interpreter of networks in double precision, with which generated code is compared. It shares no code with the generator or
/// the runtime, implements the definitions directly, and is itself checked by finite differences.
/// </summary>
internal sealed partial class ReferenceNetwork
{
    private readonly List<ReferenceLayer> _layers = [];

    public ReferenceNetwork(NetworkSpec spec)
    {
        Spec = spec;
        ImageShape shape = spec.Input;
        int convolutions = 0;
        int denseLayers = 0;
        int depthwise = 0;
        foreach (LayerSpec layer in spec.Layers)
        {
            _layers.Add(layer switch
            {
                DepthwiseConvSpec conv => new ReferenceDepthwiseConv(conv, $"DepthwiseConv{++depthwise}", shape),
                ConvSpec conv => new ReferenceConv(conv, $"Conv{++convolutions}", shape),
                MaxPoolSpec pool => new ReferenceMaxPool(pool, shape),
                AveragePoolSpec pool => new ReferenceAveragePool(pool, shape),
                L2PoolSpec pool => new ReferenceL2Pool(pool, shape),
                GlobalAveragePoolSpec => new ReferenceAveragePool(new(shape.Height, shape.Width), shape),
                GlobalMaxPoolSpec => new ReferenceMaxPool(new(shape.Height, shape.Width), shape),
                DenseSpec dense => new ReferenceDense(dense, $"Dense{++denseLayers}", shape),
                ActivationSpec activation => new ReferenceActivation(activation, shape),
                DropoutSpec dropout => new ReferenceDropout(dropout, _layers.OfType<ReferenceDropout>().Count(), shape),
                OwnLayerSpec own => own.CreateReference(NameOf(own, _layers.Count), shape),
                _ => throw new ArgumentException($"No reference for {layer}.", nameof(spec)),
            });
            shape = _layers[^1].Output;
        }

        string NameOf(OwnLayerSpec layer, int place) =>
            layer.Kind + (1 + spec.Layers.Take(place).OfType<OwnLayerSpec>().Count(other => other.Kind == layer.Kind));

        Output = shape;
        Parameters = [.. _layers.SelectMany(layer => layer.Parameters)];
    }

    public NetworkSpec Spec { get; }

    public ImageShape Output { get; }

    public IReadOnlyList<ReferenceLayer> Layers => _layers;

    /// <summary>Every tensor in declaration order.</summary>
    public IReadOnlyList<ReferenceParameter> Parameters { get; }

    public bool HasDropout => _layers.OfType<ReferenceDropout>().Any();

    /// <summary>Gets or sets the seed and step that determine the dropout masks of <see cref="LossOf"/> and <see cref="Backpropagate"/>;
    /// null disables dropout.</summary>
    public DropoutMasks? Dropout { get; set; }

    /// <summary>Receives the output of each layer, and the values that the loss compares with the targets, to round
    /// them like less precise arithmetic; null for none.</summary>
    public Action<double[]>? Rounding { get; set; }

    /// <summary>Computes the predictions for one or more samples.</summary>
    public double[] Predict(double[] inputs) =>
        [.. inputs.Chunk(Spec.Input.Length).SelectMany(sample => ReferenceLoss.Outputs(Spec.Loss, Forward(sample)[^1]))];

    /// <summary>Computes the mean loss over one or more samples.</summary>
    public double LossOf(double[] inputs, double[] targets)
    {
        if (HasBatchNorm)
        {
            return BatchLossOf(inputs, targets);
        }

        double sum = inputs.Chunk(Spec.Input.Length).Zip(targets.Chunk(Output.Length))
            .Select((sample, index) =>
                ReferenceLoss.Value(Spec.Loss, Forward(sample.First, Dropout, index)[^1], sample.Second)).Sum();
        return sum / ReferenceLoss.Divisor(Spec.Loss, inputs.Length / Spec.Input.Length, Output.Length);
    }

    /// <summary>Sets the gradient of every parameter and returns the loss and its gradient for the inputs.</summary>
    public (double Loss, double[] InputGradient) Backpropagate(double[] inputs, double[] targets)
    {
        foreach (ReferenceParameter parameter in Parameters)
        {
            Array.Clear(parameter.Gradient);
        }

        if (HasBatchNorm)
        {
            return BackpropagateBatch(inputs, targets);
        }

        int divisor = ReferenceLoss.Divisor(Spec.Loss, inputs.Length / Spec.Input.Length, Output.Length);
        double loss = 0;
        List<double> inputGradient = [];
        int index = 0;
        foreach ((double[] sample, double[] target) in inputs.Chunk(Spec.Input.Length).Zip(targets.Chunk(Output.Length)))
        {
            IReadOnlyList<double[]> values = Forward(sample, Dropout, index++);
            loss += ReferenceLoss.Value(Spec.Loss, values[^1], target) / divisor;
            double[] gradient = ReferenceLoss.Gradient(Spec.Loss, values[^1], target, Rounding);
            inputGradient.AddRange(Backward(values, [.. gradient.Select(value => value / divisor)]));
        }

        return (loss, [.. inputGradient]);
    }

    /// <summary>Runs one sample: returns the input and the output of each layer.</summary>
    public IReadOnlyList<double[]> Forward(double[] sample, DropoutMasks? dropout = null, int index = 0)
    {
        foreach (ReferenceDropout layer in _layers.OfType<ReferenceDropout>())
        {
            layer.Begin(dropout, index);
        }

        List<double[]> values = [sample];
        foreach (ReferenceLayer layer in _layers)
        {
            double[] output = new double[layer.Output.Length];
            layer.Forward(values[^1], output);
            Rounding?.Invoke(output);
            values.Add(output);
        }

        return values;
    }

    /// <summary>Runs one sample backward: adds to the gradients of the parameters and returns the gradient of the input.</summary>
    public double[] Backward(IReadOnlyList<double[]> values, double[] outputGradient)
    {
        double[] gradient = outputGradient;
        for (int index = _layers.Count - 1; index >= 0; index--)
        {
            double[] below = new double[_layers[index].Input.Length];
            _layers[index].Backward(values[index], values[index + 1], gradient, below);
            gradient = below;
        }

        return gradient;
    }

    /// <summary>Returns the smallest relative margin by which a comparison (ReLU sign, pool maximum) is decided; rounding errors below it
    /// cannot change the result.</summary>
    public double Margin(double[] sample, DropoutMasks? dropout = null, int index = 0)
    {
        IReadOnlyList<double[]> values = Forward(sample, dropout, index);
        return _layers.Select((layer, index) => layer.Margin(values[index])).DefaultIfEmpty(double.PositiveInfinity).Min();
    }
}
