namespace ConvGen.Tests.Reference;

/// <summary>
/// y[f, i, j] = bias[f] + sum over c, u, v of
/// weight[f, c, u, v] * x[first + c, i * stride + u * dilation - top, j * stride + v * dilation - left],
/// where first is the first channel of the group that filter f belongs to.
/// </summary>
internal sealed class ReferenceConv : ReferenceLayer
{
    private readonly WindowAxis _rows;
    private readonly WindowAxis _columns;
    private readonly int _groupChannels;
    private readonly int _groupFilters;
    private readonly ReferenceParameter _weight;
    private readonly ReferenceParameter? _bias;

    public ReferenceConv(ConvSpec spec, string name, ImageShape input)
        : this(spec, name, input, RowsOf(spec, input), ColumnsOf(spec, input))
    {
    }

    private ReferenceConv(ConvSpec spec, string name, ImageShape input, WindowAxis rows, WindowAxis columns)
        : base(input, new(spec.Filters, rows.Output, columns.Output))
    {
        _rows = rows;
        _columns = columns;
        _groupChannels = input.Channels / spec.Groups;
        _groupFilters = spec.Filters / spec.Groups;
        int fanIn = _groupChannels * spec.KernelHeight * spec.KernelWidth;
        int[] kernel = spec.IsOneDimensional ? [spec.KernelWidth] : [spec.KernelHeight, spec.KernelWidth];
        _weight = new($"{name}.weight", fanIn, [spec.Filters, _groupChannels, .. kernel]);
        _bias = spec.Bias ? new($"{name}.bias", fanIn, spec.Filters) : null;
        Parameters = _bias is null ? [_weight] : [_weight, _bias];
    }

    /// <summary>Receives a weight with the <paramref name="count"/> pixels of a row, <paramref name="step"/> apart, that it is multiplied
    /// with for adjacent outputs.</summary>
    private delegate void WeightVisit(int weightIndex, int firstX, int step, int firstY, int count);

    public override IReadOnlyList<ReferenceParameter> Parameters { get; }

    public override void Forward(double[] x, double[] y)
    {
        for (int filter = 0; filter < Output.Channels; filter++)
        {
            Array.Fill(y, _bias?.Values[filter] ?? 0, Output.IndexOf(filter, 0, 0), Output.Height * Output.Width);
        }

        ForEachWeightOfRow((weightIndex, firstX, step, firstY, count) =>
        {
            for (int index = 0; index < count; index++)
            {
                y[firstY + index] += _weight.Values[weightIndex] * x[firstX + index * step];
            }
        });
    }

    public override void Backward(double[] x, double[] y, double[] dy, double[] dx)
    {
        Array.Clear(dx);
        ForEachWeightOfRow((weightIndex, firstX, step, firstY, count) =>
        {
            for (int index = 0; index < count; index++)
            {
                dx[firstX + index * step] += _weight.Values[weightIndex] * dy[firstY + index];
                _weight.Gradient[weightIndex] += x[firstX + index * step] * dy[firstY + index];
            }
        });

        if (_bias is not null)
        {
            for (int index = 0; index < Output.Length; index++)
            {
                _bias.Gradient[index / (Output.Height * Output.Width)] += dy[index];
            }
        }
    }

    /// <summary>
    /// Visits, for each row of outputs, every weight with its pixels and the outputs that receive the products. Padding is zero and is
    /// skipped.
    /// </summary>
    private void ForEachWeightOfRow(WeightVisit visit)
    {
        for (int filter = 0; filter < Output.Channels; filter++)
        {
            for (int channel = 0; channel < _groupChannels; channel++)
            {
                for (int row = 0; row < Output.Height; row++)
                {
                    for (int tapY = 0; tapY < _rows.Window; tapY++)
                    {
                        int pixelY = _rows.PixelAt(row, tapY);
                        if (_rows.Contains(pixelY))
                        {
                            VisitRow(filter, channel, row, tapY, pixelY, visit);
                        }
                    }
                }
            }
        }
    }

    private void VisitRow(int filter, int channel, int row, int tapY, int pixelY, WeightVisit visit)
    {
        int inputChannel = filter / _groupFilters * _groupChannels + channel;
        int weights = ((filter * _groupChannels + channel) * _rows.Window + tapY) * _columns.Window;
        for (int tapX = 0; tapX < _columns.Window; tapX++)
        {
            int first = 0;
            while (first < Output.Width && !_columns.Contains(_columns.PixelAt(first, tapX)))
            {
                first++;
            }

            int end = first;
            while (end < Output.Width && _columns.Contains(_columns.PixelAt(end, tapX)))
            {
                end++;
            }

            if (first < end)
            {
                int firstX = Input.IndexOf(inputChannel, pixelY, _columns.PixelAt(first, tapX));
                visit(weights + tapX, firstX, _columns.Stride, Output.IndexOf(filter, row, first), end - first);
            }
        }
    }

    private static WindowAxis RowsOf(ConvSpec spec, ImageShape input) => spec.Same
        ? WindowAxis.Same(input.Height, spec.KernelHeight, spec.Stride.Y, spec.Dilation.Y)
        : WindowAxis.Fitting(input.Height, spec.KernelHeight, spec.Stride.Y, spec.Pad.Top, spec.Pad.Bottom, spec.Dilation.Y);

    private static WindowAxis ColumnsOf(ConvSpec spec, ImageShape input) => spec.Same
        ? WindowAxis.Same(input.Width, spec.KernelWidth, spec.Stride.X, spec.Dilation.X)
        : WindowAxis.Fitting(input.Width, spec.KernelWidth, spec.Stride.X, spec.Pad.Left, spec.Pad.Right, spec.Dilation.X);
}
