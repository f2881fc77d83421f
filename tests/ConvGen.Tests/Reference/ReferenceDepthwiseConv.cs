namespace ConvGen.Tests.Reference;

/// <summary>
/// y[c, i, j] = bias[c] + sum over u, v of
/// weight[c, 0, u, v] * x[c, i * stride + u * dilation - top, j * stride + v * dilation - left].
/// </summary>
internal sealed class ReferenceDepthwiseConv : ReferenceLayer
{
    private readonly WindowAxis _rows;
    private readonly WindowAxis _columns;
    private readonly ReferenceParameter _weight;
    private readonly ReferenceParameter? _bias;

    public ReferenceDepthwiseConv(DepthwiseConvSpec spec, string name, ImageShape input)
        : this(spec, name, input, RowsOf(spec, input), ColumnsOf(spec, input))
    {
    }

    private ReferenceDepthwiseConv(
        DepthwiseConvSpec spec, string name, ImageShape input, WindowAxis rows, WindowAxis columns)
        : base(input, new(input.Channels, rows.Output, columns.Output))
    {
        _rows = rows;
        _columns = columns;
        int fanIn = spec.KernelHeight * spec.KernelWidth;
        _weight = new($"{name}.weight", fanIn, input.Channels, 1, spec.KernelHeight, spec.KernelWidth);
        _bias = spec.Bias ? new($"{name}.bias", fanIn, input.Channels) : null;
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
    }

    public override IReadOnlyList<ReferenceParameter> Parameters { get; }

    public override void Forward(double[] x, double[] y)
    {
        for (int output = 0; output < Output.Length; output++)
        {
            y[output] = (_bias?.Values[ChannelOf(output)] ?? 0)
                + ProductsOf(output).Sum(product => _weight.Values[product.Weight] * x[product.Pixel]);
        }
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        Array.Clear(dx);
        for (int output = 0; output < Output.Length; output++)
        {
            foreach ((int pixel, int tap) in ProductsOf(output))
            {
                dx[pixel] += _weight.Values[tap] * dy[output];
                _weight.Gradient[tap] += x[pixel] * dy[output];
            }

            if (_bias is not null)
            {
                _bias.Gradient[ChannelOf(output)] += dy[output];
            }
        }
    }

    private int ChannelOf(int output) => output / (Output.Height * Output.Width);

    /// <summary>The pixels and weights of one output. Padding is zero and is skipped.</summary>
    private IEnumerable<(int Pixel, int Weight)> ProductsOf(int output)
    {
        int channel = ChannelOf(output);
        int row = output / Output.Width % Output.Height;
        int column = output % Output.Width;
        for (int tapY = 0; tapY < _rows.Window; tapY++)
        {
            for (int tapX = 0; tapX < _columns.Window; tapX++)
            {
                int pixelY = _rows.PixelAt(row, tapY);
                int pixelX = _columns.PixelAt(column, tapX);
                if (_rows.Contains(pixelY) && _columns.Contains(pixelX))
                {
                    int tap = (channel * _rows.Window + tapY) * _columns.Window + tapX;
                    yield return (Input.IndexOf(channel, pixelY, pixelX), tap);
                }
            }
        }
    }

    private static WindowAxis RowsOf(DepthwiseConvSpec spec, ImageShape input) => spec.Same
        ? WindowAxis.Same(input.Height, spec.KernelHeight, spec.Stride.Y, spec.Dilation.Y)
        : WindowAxis.Fitting(
            input.Height, spec.KernelHeight, spec.Stride.Y, spec.Pad.Top, spec.Pad.Bottom, spec.Dilation.Y);

    private static WindowAxis ColumnsOf(DepthwiseConvSpec spec, ImageShape input) => spec.Same
        ? WindowAxis.Same(input.Width, spec.KernelWidth, spec.Stride.X, spec.Dilation.X)
        : WindowAxis.Fitting(
            input.Width, spec.KernelWidth, spec.Stride.X, spec.Pad.Left, spec.Pad.Right, spec.Dilation.X);
}
