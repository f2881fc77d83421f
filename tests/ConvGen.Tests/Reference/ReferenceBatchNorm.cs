using System.Globalization;

namespace ConvGen.Tests.Reference;

/// <summary>A normalization over the mini-batch, as PyTorch's <c>BatchNorm2d</c> and <c>BatchNorm1d</c>.</summary>
internal sealed record BatchNormSpec : OwnLayerSpec
{
    public double Momentum { get; init; } = 0.1;

    public double Epsilon { get; init; } = 1e-5;

    public override string Kind => "BatchNorm";

    public override string Attribute
    {
        get
        {
            List<string> arguments = [];
            if (Momentum != 0.1)
            {
                arguments.Add(string.Create(CultureInfo.InvariantCulture, $"Momentum = {Momentum}"));
            }

            if (Epsilon != 1e-5)
            {
                arguments.Add(string.Create(CultureInfo.InvariantCulture, $"Epsilon = {Epsilon}"));
            }

            return arguments.Count == 0 ? Kind : $"{Kind}({string.Join(", ", arguments)})";
        }
    }

    public override ReferenceLayer CreateReference(string name, ImageShape input) => new ReferenceBatchNorm(this, name, input);
}

/// <summary>y = (x - mean) / sqrt(variance + epsilon) * weight + bias for each channel. One sample alone is normalized with the running
/// statistics, as in prediction; a mini-batch with its own mean and variance.</summary>
internal sealed class ReferenceBatchNorm : ReferenceLayer
{
    private readonly BatchNormSpec _spec;
    private readonly ReferenceParameter _weight, _bias, _runningMean, _runningVariance;

    public ReferenceBatchNorm(BatchNormSpec spec, string name, ImageShape shape)
        : base(shape, shape)
    {
        _spec = spec;
        _weight = new($"{name}.weight", fanIn: 1, shape.Channels);
        _bias = new($"{name}.bias", fanIn: 1, shape.Channels);
        _runningMean = new($"{name}.running_mean", fanIn: 1, shape.Channels);
        _runningVariance = new($"{name}.running_var", fanIn: 1, shape.Channels);
        Array.Fill(_weight.Values, 1);
        Array.Fill(_runningVariance.Values, 1);
        Parameters = [_weight, _bias];
    }

    public override IReadOnlyList<ReferenceParameter> Parameters { get; }

    public ReferenceParameter RunningMean => _runningMean;

    public ReferenceParameter RunningVariance => _runningVariance;

    private int Pixels => Input.Height * Input.Width;

    public override void Forward(double[] x, double[] y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            int c = i / Pixels;
            y[i] = (x[i] - _runningMean.Values[c]) / Math.Sqrt(_runningVariance.Values[c] + _spec.Epsilon) * _weight.Values[c]
                + _bias.Values[c];
        }
    }

    /// <summary>The gradient of prediction, in which the statistics are constants.</summary>
    public override void Backward(double[] x, double[] y, double[] dy, double[] dx) =>
        throw new InvalidOperationException("Training normalizes whole mini-batches.");

    /// <summary>Normalizes a mini-batch with its own statistics.</summary>
    public double[][] Forward(double[][] batch)
    {
        (double[] mean, double[] variance, _) = Moments(batch);
        return
        [
            .. batch.Select(x => x.Select((value, i) =>
                (value - mean[i / Pixels]) / Math.Sqrt(variance[i / Pixels] + _spec.Epsilon) * _weight.Values[i / Pixels]
                + _bias.Values[i / Pixels]).ToArray()),
        ];
    }

    /// <summary>Returns d loss / d x for the whole mini-batch, through the mean and the variance, and adds to the gradients of the
    /// parameters.</summary>
    public double[][] Backward(double[][] batch, double[][] dy)
    {
        (double[] mean, double[] variance, int count) = Moments(batch);
        double[][] dx = [.. batch.Select(x => new double[x.Length])];
        for (int c = 0; c < Input.Channels; c++)
        {
            // By the chain rule, from the formulas of the paper: first the variance, then the mean, then the value itself.
            double deviation = Math.Sqrt(variance[c] + _spec.Epsilon), ofVariance = 0, ofMean = 0, distances = 0;
            foreach ((int sample, int i) in Places(batch, c))
            {
                double distance = batch[sample][i] - mean[c], ofNormalized = dy[sample][i] * _weight.Values[c];
                ofVariance -= ofNormalized * distance / (2 * deviation * deviation * deviation);
                ofMean -= ofNormalized / deviation;
                distances += distance;
                _bias.Gradient[c] += dy[sample][i];
                _weight.Gradient[c] += dy[sample][i] * distance / deviation;
            }

            ofMean -= ofVariance * 2 * distances / count;
            foreach ((int sample, int i) in Places(batch, c))
            {
                dx[sample][i] = dy[sample][i] * _weight.Values[c] / deviation
                    + ofVariance * 2 * (batch[sample][i] - mean[c]) / count + ofMean / count;
            }
        }

        return dx;
    }

    /// <summary>Moves the running statistics as one training step over a mini-batch does.</summary>
    public void Update(double[][] batch)
    {
        (double[] mean, double[] variance, int count) = Moments(batch);
        for (int c = 0; c < Input.Channels; c++)
        {
            _runningMean.Values[c] = (1 - _spec.Momentum) * _runningMean.Values[c] + _spec.Momentum * mean[c];
            _runningVariance.Values[c] =
                (1 - _spec.Momentum) * _runningVariance.Values[c] + _spec.Momentum * variance[c] * count / (count - 1);
        }
    }

    private (double[] Mean, double[] Variance, int Count) Moments(double[][] batch)
    {
        double[] mean = new double[Input.Channels], variance = new double[Input.Channels];
        int count = batch.Length * Pixels;
        for (int c = 0; c < Input.Channels; c++)
        {
            mean[c] = Places(batch, c).Sum(place => batch[place.Sample][place.Index]) / count;
            variance[c] = Places(batch, c).Sum(place => Math.Pow(batch[place.Sample][place.Index] - mean[c], 2)) / count;
        }

        return (mean, variance, count);
    }

    private IEnumerable<(int Sample, int Index)> Places(double[][] batch, int channel) =>
        Enumerable.Range(0, batch.Length).SelectMany(sample =>
            Enumerable.Range(channel * Pixels, Pixels).Select(index => (sample, index)));
}
