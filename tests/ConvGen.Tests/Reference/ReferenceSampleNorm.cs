using System.Globalization;

namespace ConvGen.Tests.Reference;

/// <summary>A normalization over all values of a sample, as PyTorch's <c>LayerNorm</c> over the whole shape.</summary>
internal sealed record LayerNormSpec : OwnLayerSpec
{
    public double Epsilon { get; init; } = 1e-5;

    public override string Kind => "LayerNorm";

    public override string Attribute => Epsilon == 1e-5 ? Kind : string.Create(CultureInfo.InvariantCulture, $"LayerNorm(Epsilon = {Epsilon})");

    public override ReferenceLayer CreateReference(string name, ImageShape input) =>
        new ReferenceSampleNorm(name, input, Epsilon, group: input.Length, parameters: input.Length);
}

/// <summary>A normalization of each channel over its pixels, as PyTorch's <c>InstanceNorm2d</c>.</summary>
internal sealed record InstanceNormSpec : OwnLayerSpec
{
    public bool Affine { get; init; }

    public double Epsilon { get; init; } = 1e-5;

    public override string Kind => "InstanceNorm";

    public override string Attribute =>
        string.Create(CultureInfo.InvariantCulture, $"InstanceNorm(Affine = {(Affine ? "true" : "false")}, Epsilon = {Epsilon})");

    public override ReferenceLayer CreateReference(string name, ImageShape input) =>
        new ReferenceSampleNorm(name, input, Epsilon, group: input.Height * input.Width, parameters: Affine ? input.Channels : 0);
}

/// <summary>y = (x - mean) / sqrt(variance + epsilon) * weight + bias, with the mean and the variance of groups of consecutive
/// values.</summary>
internal sealed class ReferenceSampleNorm : ReferenceLayer
{
    private readonly double _epsilon;
    private readonly int _group;
    private readonly ReferenceParameter? _weight, _bias;

    public ReferenceSampleNorm(string name, ImageShape shape, double epsilon, int group, int parameters)
        : base(shape, shape)
    {
        (_epsilon, _group) = (epsilon, group);
        if (parameters > 0)
        {
            int[] sizes = parameters < shape.Length || shape.Height * shape.Width == 1 ? [parameters] : [shape.Channels, shape.Height, shape.Width];
            _weight = new($"{name}.weight", fanIn: 1, sizes);
            _bias = new($"{name}.bias", fanIn: 1, sizes);
            Array.Fill(_weight.Values, 1);
            Parameters = [_weight, _bias];
        }
    }

    public override IReadOnlyList<ReferenceParameter> Parameters { get; } = [];

    /// <summary>The number of consecutive values that share a parameter.</summary>
    private int Each => Input.Length / _weight!.Values.Length;

    public override void Forward(double[] x, double[] y)
    {
        for (int start = 0; start < x.Length; start += _group)
        {
            (double mean, double deviation) = Moments(x, start);
            for (int i = start; i < start + _group; i++)
            {
                y[i] = (x[i] - mean) / deviation * WeightOf(i) + (_bias is null ? 0 : _bias.Values[i / Each]);
            }
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        for (int start = 0; start < x.Length; start += _group)
        {
            // By the chain rule: first the variance, then the mean, then the value itself.
            (double mean, double deviation) = Moments(x, start);
            double ofVariance = 0, ofMean = 0;
            for (int i = start; i < start + _group; i++)
            {
                double ofNormalized = dy[i] * WeightOf(i);
                ofVariance -= ofNormalized * (x[i] - mean) / (2 * deviation * deviation * deviation);
                ofMean -= ofNormalized / deviation;
                if (_weight is not null)
                {
                    _weight.Gradient[i / Each] += dy[i] * (x[i] - mean) / deviation;
                    _bias!.Gradient[i / Each] += dy[i];
                }
            }

            for (int i = start; i < start + _group; i++)
            {
                dx[i] = dy[i] * WeightOf(i) / deviation + ofVariance * 2 * (x[i] - mean) / _group + ofMean / _group;
            }
        }
    }

    private double WeightOf(int index) => _weight is null ? 1 : _weight.Values[index / Each];

    private (double Mean, double Deviation) Moments(double[] x, int start)
    {
        double mean = x.Skip(start).Take(_group).Average();
        return (mean, Math.Sqrt(x.Skip(start).Take(_group).Average(value => (value - mean) * (value - mean)) + _epsilon));
    }
}
