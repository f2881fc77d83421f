namespace ConvGen.Tests.Reference;

/// <summary>A convolution over signals, as PyTorch's <c>Conv1d</c>.</summary>
internal sealed record Conv1DSpec(int Filters, int Kernel) : OwnLayerSpec
{
    public int Stride { get; init; } = 1;
    public int Dilation { get; init; } = 1;
    public int Groups { get; init; } = 1;
    public int PadLeft { get; init; }
    public int PadRight { get; init; }

    /// <summary>Pads so that the output is ceil(length / stride) long; the padding is then not used.</summary>
    public bool Same { get; init; }
    public bool Bias { get; init; } = true;

    public override string Kind => "Conv1D";

    public override string Attribute =>
        $"Conv1D({Filters}, {Kernel}, Stride = {Stride}, Dilation = {Dilation}, Groups = {Groups}, Bias = {(Bias ? "true" : "false")}, "
        + (Same ? "Same = true)" : $"PadLeft = {PadLeft}, PadRight = {PadRight})");

    public override ReferenceLayer CreateReference(string name, ImageShape input) => new ReferenceConv(
        new ConvSpec(Filters, 1, Kernel)
        {
            IsOneDimensional = true,
            Stride = new(1, Stride),
            Dilation = new(1, Dilation),
            Groups = Groups,
            Pad = new(0, PadLeft, 0, PadRight),
            Same = Same,
            Bias = Bias,
        },
        name,
        input);
}

/// <summary>The largest value of each window of a signal, as PyTorch's <c>MaxPool1d</c>.</summary>
internal sealed record MaxPool1DSpec(int Window) : OwnLayerSpec
{
    public int? Stride { get; init; }
    public int Pad { get; init; }
    public int Dilation { get; init; } = 1;
    public bool CeilMode { get; init; }

    public override string Kind => "MaxPool1D";

    public override string Attribute =>
        $"MaxPool1D({Window}, Pad = {Pad}, Dilation = {Dilation}, CeilMode = {(CeilMode ? "true" : "false")}"
        + (Stride is { } stride ? $", Stride = {stride})" : ")");

    public override ReferenceLayer CreateReference(string name, ImageShape input) => new ReferenceMaxPool(
        new MaxPoolSpec(1, Window)
        {
            Stride = new(1, Stride ?? Window),
            Pad = new(0, Pad, 0, Pad),
            Dilation = Dilation,
            CeilMode = CeilMode,
        },
        input);
}

/// <summary>The mean of each window of a signal, as PyTorch's <c>AvgPool1d</c>.</summary>
internal sealed record AveragePool1DSpec(int Window) : OwnLayerSpec
{
    public int? Stride { get; init; }
    public int Pad { get; init; }
    public bool CeilMode { get; init; }
    public bool CountPadding { get; init; } = true;

    public override string Kind => "AveragePool1D";

    public override string Attribute =>
        $"AveragePool1D({Window}, Pad = {Pad}, CeilMode = {(CeilMode ? "true" : "false")}, "
        + $"CountPadding = {(CountPadding ? "true" : "false")}" + (Stride is { } stride ? $", Stride = {stride})" : ")");

    public override ReferenceLayer CreateReference(string name, ImageShape input) => new ReferenceAveragePool(
        new AveragePoolSpec(1, Window)
        {
            Stride = new(1, Stride ?? Window),
            Pad = new(0, Pad, 0, Pad),
            CeilMode = CeilMode,
            CountPadding = CountPadding,
        },
        input);
}
