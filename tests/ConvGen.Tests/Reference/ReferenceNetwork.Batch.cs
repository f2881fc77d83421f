namespace ConvGen.Tests.Reference;

/// <content>Training over whole mini-batches, layer by layer, for networks that normalize over them.</content>
internal sealed partial class ReferenceNetwork
{
    public bool HasBatchNorm => _layers.OfType<ReferenceBatchNorm>().Any();

    /// <summary>The running statistics, which are not trained.</summary>
    public IEnumerable<ReferenceParameter> Statistics =>
        _layers.OfType<ReferenceBatchNorm>().SelectMany(layer => new[] { layer.RunningMean, layer.RunningVariance });

    /// <summary>The smallest <see cref="ReferenceLayer.Margin"/> of a training pass over a mini-batch.</summary>
    public double BatchMargin(double[] inputs)
    {
        List<double[][]> values = ForwardBatch(inputs);
        return _layers.SelectMany((layer, place) => values[place].Select(layer.Margin)).Min();
    }

    /// <summary>Moves the running statistics as one training step does.</summary>
    public void UpdateStatistics(double[] inputs)
    {
        List<double[][]> values = ForwardBatch(inputs);
        for (int place = 0; place < _layers.Count; place++)
        {
            (_layers[place] as ReferenceBatchNorm)?.Update(values[place]);
        }
    }

    private double BatchLossOf(double[] inputs, double[] targets)
    {
        double sum = ForwardBatch(inputs)[^1].Zip(targets.Chunk(Output.Length))
            .Sum(pair => ReferenceLoss.Value(Spec.Loss, pair.First, pair.Second));
        return sum / ReferenceLoss.Divisor(Spec.Loss, inputs.Length / Spec.Input.Length, Output.Length);
    }

    private (double Loss, double[] InputGradient) BackpropagateBatch(double[] inputs, double[] targets)
    {
        List<double[][]> values = ForwardBatch(inputs);
        int divisor = ReferenceLoss.Divisor(Spec.Loss, inputs.Length / Spec.Input.Length, Output.Length);
        double[][] gradients =
        [
            .. values[^1].Zip(targets.Chunk(Output.Length), (output, target) =>
                ReferenceLoss.Gradient(Spec.Loss, output, target, Rounding).Select(value => value / divisor).ToArray()),
        ];
        double loss = values[^1].Zip(targets.Chunk(Output.Length))
            .Sum(pair => ReferenceLoss.Value(Spec.Loss, pair.First, pair.Second)) / divisor;
        for (int place = _layers.Count - 1; place >= 0; place--)
        {
            if (_layers[place] is ReferenceBatchNorm normalization)
            {
                gradients = normalization.Backward(values[place], gradients);
                continue;
            }

            double[][] below = [.. gradients.Select(_ => new double[_layers[place].Input.Length])];
            for (int sample = 0; sample < below.Length; sample++)
            {
                (_layers[place] as ReferenceDropout)?.Begin(Dropout, sample);
                _layers[place].Backward(values[place][sample], values[place + 1][sample], gradients[sample], below[sample]);
            }

            gradients = below;
        }

        return (loss, [.. gradients.SelectMany(gradient => gradient)]);
    }

    /// <summary>The input and the output of each layer, for every sample.</summary>
    private List<double[][]> ForwardBatch(double[] inputs)
    {
        List<double[][]> values = [[.. inputs.Chunk(Spec.Input.Length)]];
        foreach (ReferenceLayer layer in _layers)
        {
            double[][] outputs = layer is ReferenceBatchNorm normalization
                ? normalization.Forward(values[^1])
                : [.. values[^1].Select((x, sample) => Run(layer, x, sample))];
            foreach (double[] output in outputs)
            {
                Rounding?.Invoke(output);
            }

            values.Add(outputs);
        }

        return values;

        double[] Run(ReferenceLayer layer, double[] x, int sample)
        {
            (layer as ReferenceDropout)?.Begin(Dropout, sample);
            double[] y = new double[layer.Output.Length];
            layer.Forward(x, y);
            return y;
        }
    }
}
