namespace ConvGen.Generators.Inference;

/// <summary>A declaration in which every shape is known and valid. Later stages report no errors.</summary>
internal sealed record ShapedNetwork
{
    public required NetworkDeclaration Declaration { get; init; }
    public required Shape Input { get; init; }

    /// <summary>All layers in order, without the loss; at least one.</summary>
    public required EquatableArray<ShapedLayer> Layers { get; init; }

    public required LossFunction? Loss { get; init; }

    /// <summary>The outputs in order. Without an <c>[Output]</c> the output of the last layer is the only one.</summary>
    public required EquatableArray<NetworkOutput> Outputs { get; init; }

    /// <summary>The value that the loss and the caller of a network with one output read.</summary>
    public int OutputValue => Outputs[0].Value;

    /// <summary>The shape of the only output; a vector of all outputs if there are several.</summary>
    public Shape Output => Outputs.Count == 1
        ? ShapeOf(OutputValue)
        : Shape.Flat(Outputs.Sum(output => ShapeOf(output.Value).Length));

    /// <summary>Whether the output of the last layer is the only output, and has no name of its own.</summary>
    public bool HasDefaultOutput => Outputs.Count == 1 && Outputs[0].AttributeIndex < 0 && OutputValue == Layers.Count;

    /// <summary>Whether the loss or the caller reads a value.</summary>
    public bool IsOutput(int value) => Outputs.Any(output => output.Value == value);

    /// <summary>Finds the readers of each value, as indices into <see cref="Layers"/>. A layer that reads a value twice is listed
    /// twice.</summary>
    public ILookup<int, int> FindReaders() => Layers
        .SelectMany((layer, place) => layer.Inputs.Select(value => (Value: value, Place: place)))
        .ToLookup(read => read.Value, read => read.Place);

    /// <summary>What texts call a value: the name of the layer that computes it, or <c>Input</c>.</summary>
    public string NameOf(int value) => value == 0 ? ValueScope.InputName : Layers[value - 1].Name;

    /// <summary>The shape of a value.</summary>
    /// <param name="value">0 is the input of the network, i + 1 the output of layer i.</param>
    public Shape ShapeOf(int value) => value == 0 ? Input : Layers[value - 1].Output;
}

/// <summary>An output of a network.</summary>
/// <param name="Name">The name of its attribute; <c>Output</c> without one.</param>
/// <param name="Value">The value.</param>
/// <param name="AttributeIndex">The index of its attribute; -1 without one.</param>
internal sealed record NetworkOutput(string Name, int Value, int AttributeIndex = -1);

/// <summary>The size of one sample between two layers: <c>[channel][row][column]</c>; a flat vector is Length x 1 x 1.</summary>
internal sealed record Shape(int Channels, int Height, int Width, bool IsFlat)
{
    public int Length => Channels * Height * Width;

    public static Shape Flat(int length) => new(length, 1, 1, IsFlat: true);

    /// <summary>Formats the shape: <c>20x12x12</c>, or <c>100</c> for a vector.</summary>
    public override string ToString() => IsFlat ? $"{Channels}" : $"{Channels}x{Height}x{Width}";
}

/// <summary>A layer with its name and shapes. A switch over the derived records must name every one.</summary>
internal abstract record ShapedLayer
{
    /// <summary>The name given by the user, or else the kind and the number among layers of that kind: Conv1, MaxPool1, ReLU1,
    /// Dense1.</summary>
    public required string Name { get; init; }

    /// <summary>The values that the layer reads: 0 is the input of the network, i + 1 the output of layer i.</summary>
    public required EquatableArray<int> Inputs { get; init; }

    /// <summary>The shape of the first value that the layer reads.</summary>
    public required Shape Input { get; init; }
    public required Shape Output { get; init; }

    /// <summary>The name of the attribute: <c>Conv</c>, <c>ReLU</c>.</summary>
    public abstract string Kind { get; }

    public abstract int Parameters { get; }
    public abstract long MultiplyAdds { get; }

    /// <summary>The number of parameters, also if <see cref="Parameters"/> would overflow, and its explanation.</summary>
    public abstract (decimal Count, string Formula) ParameterCount { get; }

    /// <summary>The border of zeros that its input needs. The input is then stored as a larger image.</summary>
    public abstract Padding Border { get; }

    /// <summary>The property that shows its parameters; null for a layer without parameters.</summary>
    public abstract LayerProperty? Property { get; }
}

/// <summary>The property of the network that shows a layer's parameters.</summary>
/// <param name="Type">A class of the runtime, such as <c>DenseLayer</c>.</param>
/// <param name="Description">Describes the layer and the indices of its parameters.</param>
internal sealed record LayerProperty(string Type, string Description);

internal sealed record ShapedConv : ShapedLayer
{
    public required int KernelHeight { get; init; }
    public required int KernelWidth { get; init; }
    public required int StrideY { get; init; }
    public required int StrideX { get; init; }

    /// <summary>Distance in pixels between neighbouring rows (columns) of the kernel.</summary>
    public required int DilationY { get; init; }
    public required int DilationX { get; init; }

    /// <summary>The number of independent convolutions, each with an equal share of the channels and filters.</summary>
    public required int Groups { get; init; }

    /// <summary>The padding, with <c>Same</c> resolved to numbers.</summary>
    public required Padding Padding { get; init; }
    public required bool Bias { get; init; }

    /// <summary>True if there is one filter per channel, which reads only that channel.</summary>
    public bool IsDepthwise => Groups > 1 && Groups == Input.Channels && Groups == Output.Channels;

    /// <summary>True if it was declared as <c>[DepthwiseConv]</c>.</summary>
    public required bool IsDeclaredDepthwise { get; init; }

    /// <summary>True if it was declared as <c>[Conv1D]</c>, whose weights have no dimension of rows.</summary>
    public required bool IsOneDimensional { get; init; }

    /// <summary>Size in pixels from the first row (column) of the kernel to the last, both included.</summary>
    public int ExtentHeight => Windows.Extent(KernelHeight, DilationY);
    public int ExtentWidth => Windows.Extent(KernelWidth, DilationX);

    /// <summary>The number of channels that each filter reads.</summary>
    public int GroupChannels => Input.Channels / Groups;

    public int GroupFilters => Output.Channels / Groups;

    public override int Parameters =>
        Output.Channels * (GroupChannels * KernelHeight * KernelWidth + (Bias ? 1 : 0));
    public override long MultiplyAdds =>
        (long)Output.Length * GroupChannels * KernelHeight * KernelWidth;

    public override string Kind => IsDeclaredDepthwise ? "DepthwiseConv" : IsOneDimensional ? "Conv1D" : "Conv";
    public override Padding Border => Padding;
    public override (decimal Count, string Formula) ParameterCount => (
        Output.Channels * ((decimal)GroupChannels * KernelHeight * KernelWidth + (Bias ? 1 : 0)),
        $"{Output.Channels} filters over {GroupChannels}x{KernelHeight}x{KernelWidth}");

    public override LayerProperty Property => new(
        "ConvLayer",
        $"{Output.Channels} filters {KernelHeight}x{KernelWidth} over {Input}: "
            + $"Weights[filter, channel, y, x]{(Bias ? ", Bias[filter]" : "")}");
}

/// <summary>A transposed convolution: input pixel (i, j) adds to the outputs (i * strideY + u - top, j * strideX + v - left) for every
/// position (u, v) of the kernel.</summary>
internal sealed record ShapedConvTranspose : ShapedLayer
{
    public required int KernelHeight { get; init; }
    public required int KernelWidth { get; init; }
    public required int StrideY { get; init; }
    public required int StrideX { get; init; }

    /// <summary>The rows and columns that are removed from each side of the output.</summary>
    public required Padding Padding { get; init; }
    public required bool Bias { get; init; }

    private int Taps => KernelHeight * KernelWidth;

    /// <summary>The number of products that an output sums, on average and if none lie outside the image.</summary>
    public int MeanProducts => (int)Math.Max(1, (long)Input.Channels * Taps / ((long)StrideY * StrideX));

    public override int Parameters => Output.Channels * (Input.Channels * Taps + (Bias ? 1 : 0));
    public override long MultiplyAdds => (long)Input.Length * Output.Channels * Taps;
    public override string Kind => "ConvTranspose";

    /// <summary>None: its kernels leave out what lies outside the images.</summary>
    public override Padding Border => Padding.None;
    public override (decimal Count, string Formula) ParameterCount => (
        Output.Channels * ((decimal)Input.Channels * KernelHeight * KernelWidth + (Bias ? 1 : 0)),
        $"{Output.Channels} filters over {Input.Channels}x{KernelHeight}x{KernelWidth}");

    public override LayerProperty Property => new(
        "ConvTransposeLayer",
        $"{Output.Channels} transposed filters {KernelHeight}x{KernelWidth} over {Input}: "
            + $"Weights[channel, filter, y, x]{(Bias ? ", Bias[filter]" : "")}");
}

internal abstract record ShapedPool : ShapedLayer
{
    public required PoolWindow Window { get; init; }

    public int WindowHeight => Window.Height;
    public int WindowWidth => Window.Width;

    /// <summary>True if it was declared as a global pooling, whose window is the whole image.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>True if it was declared for signals, as <c>[MaxPool1D]</c>.</summary>
    public bool IsOneDimensional { get; init; }

    public sealed override int Parameters => 0;
    public sealed override long MultiplyAdds => 0;
    public sealed override (decimal Count, string Formula) ParameterCount => (0, "none");
    public sealed override LayerProperty? Property => null;

    /// <summary>The rows and columns of windows beyond each side of the image: the padding, possibly more in ceil mode.</summary>
    public Padding Beyond => new(
        Window.Padding.Top,
        Window.Padding.Left,
        Bottom: Math.Max(0, EndRow - Input.Height),
        Right: Math.Max(0, EndColumn - Input.Width));

    /// <summary>True if neighbouring windows overlap.</summary>
    public bool WindowsOverlap => Window.StrideY < Window.Height || Window.StrideX < Window.Width;

    /// <summary>True if each window starts at the end of the previous one.</summary>
    public bool WindowsAdjoin =>
        Window.StrideY == Window.Height && Window.StrideX == Window.Width && Window.Dilation == 1;

    /// <summary>True if every pixel of the image is covered by exactly one window.</summary>
    public bool WindowsTile => WindowsAdjoin && EndRow >= Input.Height && EndColumn >= Input.Width;

    /// <summary>The row (column) of the image after the last window; with padding it may be outside the image.</summary>
    private int EndRow =>
        (Output.Height - 1) * Window.StrideY - Window.Padding.Top + Windows.Extent(Window.Height, Window.Dilation);
    private int EndColumn =>
        (Output.Width - 1) * Window.StrideX - Window.Padding.Left + Windows.Extent(Window.Width, Window.Dilation);
}

internal sealed record ShapedMaxPool : ShapedPool
{
    public override string Kind => IsGlobal ? "GlobalMaxPool" : IsOneDimensional ? "MaxPool1D" : "MaxPool";

    /// <summary>None: its kernel clips the windows to the image.</summary>
    public override Padding Border => Padding.None;
}

internal sealed record ShapedAveragePool : ShapedPool
{
    /// <summary>True if the divisor counts the zeros of the padding.</summary>
    public required bool CountPadding { get; init; }

    public override string Kind => IsGlobal ? "GlobalAveragePool" : IsOneDimensional ? "AveragePool1D" : "AveragePool";
    public override Padding Border => Beyond;
}

internal sealed record ShapedL2Pool : ShapedPool
{
    public override string Kind => "L2Pool";
    public override Padding Border => Beyond;
}

internal sealed record ShapedDense : ShapedLayer
{
    public required bool Bias { get; init; }

    public override int Parameters => Output.Length * (Input.Length + (Bias ? 1 : 0));
    public override long MultiplyAdds => (long)Output.Length * Input.Length;
    public override string Kind => "Dense";
    public override Padding Border => Padding.None;
    public override (decimal Count, string Formula) ParameterCount => (
        Output.Channels * ((decimal)Input.Length + (Bias ? 1 : 0)), $"{Output.Channels} units x {Input.Length} inputs");

    public override LayerProperty Property => new(
        "DenseLayer", $"{Output.Length} units over {Input}: Weights[unit, input]{(Bias ? ", Bias[unit]" : "")}");
}
