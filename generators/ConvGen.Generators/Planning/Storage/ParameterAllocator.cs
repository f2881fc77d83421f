namespace ConvGen.Generators.Planning.Storage;

/// <summary>Places the parameters in the flat internal vector, in declaration order.</summary>
internal sealed class ParameterAllocator(WeightInitialization initialization)
{
    private readonly List<ParameterPlan> _plans = [];

    public IReadOnlyList<ParameterPlan> Plans => _plans;

    public int Floats { get; private set; }

    /// <summary>Adds weights of shape <c>[filters, channels / groups, height, width]</c>, or without the height for a one-dimensional
    /// convolution, with the memory layout of the receptive field in the input of a group. Every group starts at a cache line.</summary>
    public ParameterPlan AddConvWeights(ShapedConv conv, ConvKernelLayout kernel)
    {
        (ReductionLoop channel, ReductionLoop row, ReductionLoop column) = kernel.Inner.Noun == "channel"
            ? (kernel.Inner, kernel.Outer, kernel.Middle)
            : (kernel.Outer, kernel.Middle, kernel.Inner);
        int filters = conv.Output.Channels;
        int taps = conv.KernelHeight * conv.KernelWidth;
        int group = CacheLines.Padded(conv.GroupFilters * kernel.FilterStride);
        DimensionPlan[] groups = conv.Groups == 1 ? [] : [new(conv.Groups, group)];
        return Add(
            $"{conv.Name}.weight",
            [filters, conv.GroupChannels, .. KernelShape(conv)],
            conv.Groups * group,
            [
                .. groups,
                new(conv.GroupFilters, kernel.FilterStride),
                new(channel.Count, channel.WeightStride),
                new(row.Count, row.WeightStride),
                new(column.Count, column.WeightStride),
            ],
            initialization.Weights(conv, fanIn: conv.GroupChannels * taps, fanOut: filters * taps));
    }

    private static int[] KernelShape(ShapedConv conv) =>
        conv.IsOneDimensional ? [conv.KernelWidth] : [conv.KernelHeight, conv.KernelWidth];

    /// <summary>Adds weights of shape <c>[channels, 1, height, width]</c>, stored as <c>[row][column][channel]</c> like the
    /// input.</summary>
    public ParameterPlan AddDepthwiseWeights(ShapedConv conv, ActivationLayout input)
    {
        int channels = conv.Input.Channels;
        int taps = conv.KernelHeight * conv.KernelWidth;
        return Add(
            $"{conv.Name}.weight",
            [channels, 1, .. KernelShape(conv)],
            taps * input.PixelStride,
            [
                new(channels, 1),
                new(conv.KernelHeight, conv.KernelWidth * input.PixelStride),
                new(conv.KernelWidth, input.PixelStride),
            ],
            initialization.Weights(conv, fanIn: taps, fanOut: channels * taps));
    }

    /// <summary>Adds weights of shape <c>[channels, filters, height, width]</c>, stored as <c>[row][column][channel][filter]</c>.</summary>
    public ParameterPlan AddConvTransposeWeights(ShapedConvTranspose conv, KernelDistances distances) => Add(
        $"{conv.Name}.weight",
        [conv.Input.Channels, conv.Output.Channels, conv.KernelHeight, conv.KernelWidth],
        distances.Floats,
        [
            new(conv.Input.Channels, distances.Channel),
            new(conv.Output.Channels, 1),
            new(conv.KernelHeight, distances.Row),
            new(conv.KernelWidth, distances.Column),
        ],
        initialization.Weights(
            conv, fanIn: conv.MeanProducts, fanOut: conv.Output.Channels * conv.KernelHeight * conv.KernelWidth));

    /// <summary>Adds weights of shape <c>[units, inputs]</c>: a row per unit, with the memory layout of the input.</summary>
    public ParameterPlan AddDenseWeights(ShapedDense dense, ActivationLayout input)
    {
        int units = dense.Output.Length;
        Shape shape = input.Shape;
        DimensionPlan unit = new(units, input.SampleStride);
        DimensionPlan[] dimensions = input.IsPlanar || shape.Height * shape.Width == 1
            ? [unit, new(shape.Length, 1)]
            : [unit, new(shape.Channels, 1), new(shape.Height, input.RowStride), new(shape.Width, input.PixelStride)];
        return Add(
            $"{dense.Name}.weight", [units, shape.Length], units * input.SampleStride, dimensions,
            initialization.Weights(dense, fanIn: shape.Length, fanOut: units));
    }

    /// <summary>Adds biases of shape <c>[outputs]</c>, stored contiguously.</summary>
    public ParameterPlan AddBias(ShapedLayer layer) => AddForChannels(layer, "bias", initialization.Biases(layer));

    /// <summary>Adds a parameter of shape <c>[channels]</c>, or <c>[values]</c> for a vector, stored contiguously.</summary>
    public ParameterPlan AddForChannels(ShapedLayer layer, string name, InitialValues start, bool isTrainable = true)
    {
        int channels = layer.Output.Channels;
        return Add($"{layer.Name}.{name}", [channels], channels, [new(channels, 1)], start, isTrainable);
    }

    /// <summary>Adds a parameter of the shape of a sample, with the given layout, which has no border.</summary>
    public ParameterPlan AddForSample(ShapedLayer layer, string name, ActivationLayout layout, InitialValues start)
    {
        Shape shape = layout.Shape;
        return shape.IsFlat
            ? Add($"{layer.Name}.{name}", [shape.Length], layout.SampleStride, [new(shape.Length, 1)], start)
            : Add(
                $"{layer.Name}.{name}", [shape.Channels, shape.Height, shape.Width], layout.SampleStride,
                [new(shape.Channels, 1), new(shape.Height, layout.RowStride), new(shape.Width, layout.PixelStride)], start);
    }

    private ParameterPlan Add(
        string name, IReadOnlyList<int> shape, int floats, IReadOnlyList<DimensionPlan> dimensions, InitialValues start,
        bool isTrainable = true)
    {
        var plan = new ParameterPlan(name, shape, Floats, CacheLines.Padded(floats), dimensions, start) { IsTrainable = isTrainable };
        _plans.Add(plan);
        Floats += plan.Floats;
        return plan;
    }
}
