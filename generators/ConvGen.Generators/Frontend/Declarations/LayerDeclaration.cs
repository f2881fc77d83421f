namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>One layer attribute. <see cref="AttributeIndex"/> is its index among the ConvGen attributes of the class in source order; the
/// analyzer finds the syntax by it.</summary>
internal abstract record LayerDeclaration
{
    public required int AttributeIndex { get; init; }
}

/// <summary><c>[Conv]</c>: a two-dimensional cross-correlation, like PyTorch's <c>Conv2d</c>; and <c>[DepthwiseConv]</c>, which has one
/// filter and one group per channel.</summary>
internal sealed record ConvDeclaration : LayerDeclaration
{
    /// <summary>Zero for a depthwise convolution, whose number of filters equals its input channels, which are not known yet.</summary>
    public required int Filters { get; init; }
    public bool IsDepthwise { get; init; }
    public required int KernelHeight { get; init; }
    public required int KernelWidth { get; init; }
    public int StrideY { get; init; } = 1;
    public int StrideX { get; init; } = 1;
    public int DilationY { get; init; } = 1;
    public int DilationX { get; init; } = 1;
    public int Groups { get; init; } = 1;
    public Padding Padding { get; init; } = Padding.None;

    /// <summary>True if the padding is chosen so that the output has ceil(input / stride) rows and columns; <see cref="Padding"/> is then
    /// None.</summary>
    public bool Same { get; init; }
    public bool Bias { get; init; } = true;

    /// <summary>The name that the user gave, or null.</summary>
    public string? Name { get; init; }
}

/// <summary>A pooling: a window moves over every channel and reduces the values under it to one.</summary>
internal abstract record PoolDeclaration : LayerDeclaration
{
    public required PoolWindow Window { get; init; }
    public bool CeilMode { get; init; }
}

/// <summary><c>[MaxPool]</c>: like PyTorch's <c>MaxPool2d</c>, with padding of minus infinity.</summary>
internal sealed record MaxPoolDeclaration : PoolDeclaration;

/// <summary><c>[AveragePool]</c>: like PyTorch's <c>AvgPool2d</c>, with zero padding.</summary>
internal sealed record AveragePoolDeclaration : PoolDeclaration
{
    /// <summary>True if the divisor counts the zeros of the padding.</summary>
    public required bool CountPadding { get; init; }
}

/// <summary><c>[L2Pool]</c>: the square root of the sum of squares, with zero padding.</summary>
internal sealed record L2PoolDeclaration : PoolDeclaration;

/// <summary><c>[GlobalAveragePool]</c>: an average pooling over the whole image.</summary>
internal sealed record GlobalAveragePoolDeclaration : LayerDeclaration;

/// <summary><c>[GlobalMaxPool]</c>: a max pooling over the whole image.</summary>
internal sealed record GlobalMaxPoolDeclaration : LayerDeclaration;

/// <summary><c>[Dense]</c>: a fully connected layer over the input in <c>[channel][row][column]</c> order.</summary>
internal sealed record DenseDeclaration : LayerDeclaration
{
    public required int Units { get; init; }
    public bool Bias { get; init; } = true;
    public string? Name { get; init; }
}

/// <summary><c>[Sigmoid]</c>, <c>[ReLU]</c>, ...: a function applied to every value.</summary>
internal sealed record ActivationDeclaration : LayerDeclaration
{
    public required Activation Activation { get; init; }
}

/// <summary><c>[Dropout]</c>: sets random values to zero during training.</summary>
internal sealed record DropoutDeclaration : LayerDeclaration
{
    /// <summary>The probability that a value is set to zero; below 1.</summary>
    public required double Rate { get; init; }

    /// <summary>True if training divides the kept values by 1 - <see cref="Rate"/>; otherwise prediction multiplies by 1 -
    /// <see cref="Rate"/>.</summary>
    public bool Inverted { get; init; } = true;
}

/// <summary>The loss, the last attribute of a network.</summary>
internal sealed record LossDeclaration : LayerDeclaration
{
    public required LossFunction Function { get; init; }
}

/// <summary>The size, stride and padding of a pooling window. Its taps are <paramref name="Dilation"/> pixels apart.</summary>
internal sealed record PoolWindow(int Height, int Width, int StrideY, int StrideX, int Dilation, Padding Padding);

/// <summary>Rows and columns of zeros (or minus infinities) added on each side of an image.</summary>
internal sealed record Padding(int Top, int Left, int Bottom, int Right)
{
    public static Padding None { get; } = new(0, 0, 0, 0);
}
