namespace ConvGen.Tests.Reference;

/// <summary>A transposed convolution, as PyTorch's <c>ConvTranspose2d</c>.</summary>
internal sealed record ConvTransposeSpec(int Filters, int KernelHeight, int KernelWidth) : OwnLayerSpec
{
    public ConvTransposeSpec(int filters, int kernel)
        : this(filters, kernel, kernel)
    {
    }

    public Steps Stride { get; init; } = 1;
    public Sides Pad { get; init; } = 0;

    /// <summary>Rows and columns added at the bottom and the right.</summary>
    public (int Y, int X) More { get; init; }
    public bool Bias { get; init; } = true;

    public override string Kind => "ConvTranspose";

    public override string Attribute =>
        $"ConvTranspose({Filters}, {KernelHeight}, {KernelWidth}, StrideY = {Stride.Y}, StrideX = {Stride.X}, PadTop = {Pad.Top}, "
        + $"PadLeft = {Pad.Left}, PadBottom = {Pad.Bottom}, PadRight = {Pad.Right}, OutputPaddingY = {More.Y}, OutputPaddingX = {More.X}, "
        + $"Bias = {(Bias ? "true" : "false")})";

    public override ReferenceLayer CreateReference(string name, ImageShape input) => new ReferenceConvTranspose(this, name, input);
}

/// <summary>Every input pixel adds its products with the kernel to the output:
/// y[f, i * stride + u - top, j * stride + v - left] += weight[c, f, u, v] * x[c, i, j].</summary>
internal sealed class ReferenceConvTranspose : ReferenceLayer
{
    private readonly ConvTransposeSpec _spec;
    private readonly ReferenceParameter _weight;
    private readonly ReferenceParameter? _bias;

    public ReferenceConvTranspose(ConvTransposeSpec spec, string name, ImageShape input)
        : base(input, new(
            spec.Filters,
            (input.Height - 1) * spec.Stride.Y + spec.KernelHeight + spec.More.Y - spec.Pad.Top - spec.Pad.Bottom,
            (input.Width - 1) * spec.Stride.X + spec.KernelWidth + spec.More.X - spec.Pad.Left - spec.Pad.Right))
    {
        _spec = spec;
        int fanIn = input.Channels * spec.KernelHeight * spec.KernelWidth / (spec.Stride.Y * spec.Stride.X);
        _weight = new($"{name}.weight", Math.Max(1, fanIn), input.Channels, spec.Filters, spec.KernelHeight, spec.KernelWidth);
        _bias = spec.Bias ? new($"{name}.bias", Math.Max(1, fanIn), spec.Filters) : null;
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
    }

    public override IReadOnlyList<ReferenceParameter> Parameters { get; }

    public override void Forward(double[] x, double[] y)
    {
        for (int output = 0; output < y.Length; output++)
        {
            y[output] = _bias?.Values[output / (Output.Height * Output.Width)] ?? 0;
        }

        foreach ((int pixel, int weight, int output) in Products())
        {
            y[output] += _weight.Values[weight] * x[pixel];
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        Array.Clear(dx);
        foreach ((int pixel, int weight, int output) in Products())
        {
            dx[pixel] += _weight.Values[weight] * dy[output];
            _weight.Gradient[weight] += x[pixel] * dy[output];
        }

        for (int output = 0; _bias is not null && output < dy.Length; output++)
        {
            _bias.Gradient[output / (Output.Height * Output.Width)] += dy[output];
        }
    }

    /// <summary>All products of a pixel and a weight that an output receives.</summary>
    private IEnumerable<(int Pixel, int Weight, int Output)> Products() =>
        from channel in Enumerable.Range(0, Input.Channels)
        from i in Enumerable.Range(0, Input.Height)
        from j in Enumerable.Range(0, Input.Width)
        from filter in Enumerable.Range(0, _spec.Filters)
        from u in Enumerable.Range(0, _spec.KernelHeight)
        from v in Enumerable.Range(0, _spec.KernelWidth)
        let row = i * _spec.Stride.Y + u - _spec.Pad.Top
        let column = j * _spec.Stride.X + v - _spec.Pad.Left
        where row >= 0 && row < Output.Height && column >= 0 && column < Output.Width
        select (
            Input.IndexOf(channel, i, j),
            ((channel * _spec.Filters + filter) * _spec.KernelHeight + u) * _spec.KernelWidth + v,
            Output.IndexOf(filter, row, column));
}
