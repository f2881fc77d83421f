namespace ConvGen.Generators.Planning.Storage;

/// <summary>Gives each parameter its place in the flat internal vector, in declaration order.</summary>
internal sealed class ParameterAllocator(WeightInitialization initialization)
{
    private readonly List<ParameterPlan> _plans = [];

    public IReadOnlyList<ParameterPlan> Plans => _plans;

    public int Floats { get; private set; }

    /// <summary><c>[filters, channels / groups, height, width]</c>, laid out as the receptive field lies in the input of a group;
    /// every group starts a cache line.</summary>
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
            [filters, conv.GroupChannels, conv.KernelHeight, conv.KernelWidth],
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

    /// <summary><c>[channels, 1, height, width]</c>, laid out as <c>[row][column][channel]</c>, as the input is.</summary>
    public ParameterPlan AddDepthwiseWeights(ShapedConv conv, ActivationLayout input)
    {
        int channels = conv.Input.Channels;
        int taps = conv.KernelHeight * conv.KernelWidth;
        return Add(
            $"{conv.Name}.weight",
            [channels, 1, conv.KernelHeight, conv.KernelWidth],
            taps * input.PixelStride,
            [
                new(channels, 1),
                new(conv.KernelHeight, conv.KernelWidth * input.PixelStride),
                new(conv.KernelWidth, input.PixelStride),
            ],
            initialization.Weights(conv, fanIn: taps, fanOut: channels * taps));
    }

    /// <summary><c>[units, inputs]</c>, a row per unit, laid out as the input lies in memory.</summary>
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

    /// <summary>A bias for each filter or unit.</summary>
    public ParameterPlan AddBias(ShapedLayer layer) => AddForChannels(layer, "bias", initialization.Biases(layer));

    /// <summary><c>[channels]</c> of the output, or <c>[values]</c> of a vector, one after the other.</summary>
    public ParameterPlan AddForChannels(ShapedLayer layer, string name, InitialValues start)
    {
        int channels = layer.Output.Channels;
        return Add($"{layer.Name}.{name}", [channels], channels, [new(channels, 1)], start);
    }

    private ParameterPlan Add(
        string name, IReadOnlyList<int> shape, int floats, IReadOnlyList<DimensionPlan> dimensions, InitialValues start)
    {
        var plan = new ParameterPlan(name, shape, Floats, CacheLines.Padded(floats), dimensions, start);
        _plans.Add(plan);
        Floats += plan.Floats;
        return plan;
    }
}
