namespace ConvGen.Tests.Reference;

/// <summary>
/// y[f, i, j] = bias[f] + sum over c, u, v of
/// weight[f, c, u, v] * x[first + c, i * stride + u * dilation - top, j * stride + v * dilation - left],
/// where first is the first channel of the group that filter f belongs to.
/// </summary>
internal sealed class ReferenceConv : ReferenceLayer
{
    private readonly WindowAxis rows;
    private readonly WindowAxis columns;
    private readonly int groupChannels;
    private readonly int groupFilters;
    private readonly ReferenceParameter weight;
    private readonly ReferenceParameter? bias;

    public ReferenceConv(ConvSpec spec, string name, ImageShape input)
        : this(spec, name, input, RowsOf(spec, input), ColumnsOf(spec, input))
    {
    }

    private ReferenceConv(ConvSpec spec, string name, ImageShape input, WindowAxis rows, WindowAxis columns)
        : base(input, new(spec.Filters, rows.Output, columns.Output))
    {
        this.rows = rows;
        this.columns = columns;
        groupChannels = input.Channels / spec.Groups;
        groupFilters = spec.Filters / spec.Groups;
        int fanIn = groupChannels * spec.KernelHeight * spec.KernelWidth;
        weight = new($"{name}.weight", fanIn, spec.Filters, groupChannels, spec.KernelHeight, spec.KernelWidth);
        bias = spec.Bias ? new($"{name}.bias", fanIn, spec.Filters) : null;
        Parameters = bias is null ? [weight] : [weight, bias];
    }

    /// <summary>One weight meets <paramref name="count"/> pixels of a row, <paramref name="step"/> apart, for adjacent outputs.</summary>
    private delegate void WeightVisit(int weightIndex, int firstX, int step, int firstY, int count);

    public override IReadOnlyList<ReferenceParameter> Parameters { get; }

    public override void Forward(double[] x, double[] y)
    {
        for (int filter = 0; filter < Output.Channels; filter++)
        {
            Array.Fill(y, bias?.Values[filter] ?? 0, Output.IndexOf(filter, 0, 0), Output.Height * Output.Width);
        }

        ForEachWeightOfRow((weightIndex, firstX, step, firstY, count) =>
        {
            for (int index = 0; index < count; index++)
            {
                y[firstY + index] += weight.Values[weightIndex] * x[firstX + index * step];
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
                dx[firstX + index * step] += weight.Values[weightIndex] * dy[firstY + index];
                weight.Gradient[weightIndex] += x[firstX + index * step] * dy[firstY + index];
            }
        });

        if (bias is not null)
        {
            for (int index = 0; index < Output.Length; index++)
            {
                bias.Gradient[index / (Output.Height * Output.Width)] += dy[index];
            }
        }
    }

    /// <summary>
    /// Visits, for each row of outputs, every weight with the pixels that it meets and the outputs that receive the products. Padding is
    /// zero and takes no part.
    /// </summary>
    private void ForEachWeightOfRow(WeightVisit visit)
    {
        for (int filter = 0; filter < Output.Channels; filter++)
        {
            for (int channel = 0; channel < groupChannels; channel++)
            {
                for (int row = 0; row < Output.Height; row++)
                {
                    for (int tapY = 0; tapY < rows.Window; tapY++)
                    {
                        int pixelY = rows.PixelAt(row, tapY);
                        if (rows.Contains(pixelY))
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
        int inputChannel = filter / groupFilters * groupChannels + channel;
        int weights = ((filter * groupChannels + channel) * rows.Window + tapY) * columns.Window;
        for (int tapX = 0; tapX < columns.Window; tapX++)
        {
            int first = 0;
            while (first < Output.Width && !columns.Contains(columns.PixelAt(first, tapX)))
            {
                first++;
            }

            int end = first;
            while (end < Output.Width && columns.Contains(columns.PixelAt(end, tapX)))
            {
                end++;
            }

            if (first < end)
            {
                int firstX = Input.IndexOf(inputChannel, pixelY, columns.PixelAt(first, tapX));
                visit(weights + tapX, firstX, columns.Stride, Output.IndexOf(filter, row, first), end - first);
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
