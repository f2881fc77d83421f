using System.Globalization;

namespace ConvGen.Tests.Reference;

/// <summary>A fixed factor and offset for each channel, or one of each for all values.</summary>
internal sealed record ScaleSpec(double[] Factors, double[] Offsets) : OwnLayerSpec
{
    public ScaleSpec(double factor, double offset)
        : this([factor], [offset])
    {
    }

    /// <summary>Whether the attribute gives lists.</summary>
    public bool IsPerChannel { get; init; }

    public override string Kind => "Scale";

    public override string Attribute => IsPerChannel
        ? $"Scale({List(Factors)}, {List(Offsets)})"
        : string.Create(CultureInfo.InvariantCulture, $"Scale({Factors[0]:R}, {Offsets[0]:R})");

    public override ReferenceLayer CreateReference(string name, ImageShape input) => new ReferenceScale(this, input);

    /// <summary>Factors and offsets that differ from channel to channel, among them 0 and negative ones.</summary>
    public static ScaleSpec OfChannels(int channels) => new(
        [.. Enumerable.Range(0, channels).Select(c => (c % 7 - 2) * 0.5)], [.. Enumerable.Range(0, channels).Select(c => 1.25 - c % 5)])
    {
        IsPerChannel = true,
    };

    private static string List(double[] values) =>
        $"new double[] {{ {string.Join(", ", values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))} }}";
}

/// <summary>y[c, i, j] = x[c, i, j] * factor[c] + offset[c].</summary>
internal sealed class ReferenceScale(ScaleSpec spec, ImageShape shape) : ReferenceLayer(shape, shape)
{
    public override void Forward(double[] x, double[] y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = x[i] * spec.Factors[Place(i)] + spec.Offsets[Place(i)];
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        for (int i = 0; i < x.Length; i++)
        {
            dx[i] = dy[i] * spec.Factors[Place(i)];
        }
    }

    private int Place(int index) => spec.IsPerChannel ? index / (Input.Height * Input.Width) : 0;
}
