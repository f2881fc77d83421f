namespace ConvGen.Tests.Reference;

/// <summary>A layer in a test. It shares no code with the generator's records.</summary>
internal abstract record LayerSpec;

/// <summary>A kind of layer that brings along its attribute and its reference, so that no list of kinds has to know it.</summary>
internal abstract record OwnLayerSpec : LayerSpec
{
    /// <summary>The name of its attribute.</summary>
    public abstract string Kind { get; }

    /// <summary>What stands between the brackets of its attribute.</summary>
    public abstract string Attribute { get; }

    /// <param name="name">Its kind and its number among the layers of that kind.</param>
    /// <param name="input">The shape of its input.</param>
    public abstract ReferenceLayer CreateReference(string name, ImageShape input);
}

/// <summary>A cross-correlation, as PyTorch's <c>Conv2d</c>.</summary>
internal sealed record ConvSpec(int Filters, int KernelHeight, int KernelWidth) : LayerSpec
{
    public ConvSpec(int filters, int kernel)
        : this(filters, kernel, kernel)
    {
    }

    public Steps Stride { get; init; } = 1;
    public Steps Dilation { get; init; } = 1;

    /// <summary>The number of groups; divides channels and filters.</summary>
    public int Groups { get; init; } = 1;
    public Sides Pad { get; init; } = 0;

    /// <summary>Pads so that the output is ceil(input / stride) in size; <see cref="Pad"/> is then not used.</summary>
    public bool Same { get; init; }
    public bool Bias { get; init; } = true;

    /// <summary>Whether the weights have no dimension of rows, as those of PyTorch's <c>Conv1d</c>.</summary>
    public bool IsOneDimensional { get; init; }
}

/// <summary>A depthwise convolution, like PyTorch's <c>Conv2d</c> with one group per channel.</summary>
internal sealed record DepthwiseConvSpec(int KernelHeight, int KernelWidth) : LayerSpec
{
    public Steps Stride { get; init; } = 1;
    public Steps Dilation { get; init; } = 1;
    public Sides Pad { get; init; } = 0;

    /// <summary>Pads so that the output is ceil(input / stride) in size; <see cref="Pad"/> is then not used.</summary>
    public bool Same { get; init; }
    public bool Bias { get; init; } = true;
}

/// <summary>One value for each window of each channel.</summary>
internal abstract record PoolSpec(int WindowHeight, int WindowWidth) : LayerSpec
{
    /// <summary>The stride; the window's size unless given.</summary>
    public Steps Stride { get; init; } = new(WindowHeight, WindowWidth);
    public Sides Pad { get; init; } = 0;
    public bool CeilMode { get; init; }
}

/// <summary>The largest value of each window, as PyTorch's <c>MaxPool2d</c>: padding never wins.</summary>
internal sealed record MaxPoolSpec(int WindowHeight, int WindowWidth) : PoolSpec(WindowHeight, WindowWidth)
{
    public MaxPoolSpec(int window)
        : this(window, window)
    {
    }

    public int Dilation { get; init; } = 1;
}

/// <summary>The mean of each window, as PyTorch's <c>AvgPool2d</c>.</summary>
internal sealed record AveragePoolSpec(int WindowHeight, int WindowWidth) : PoolSpec(WindowHeight, WindowWidth)
{
    /// <summary>Whether the divisor counts the zeros of the padding.</summary>
    public bool CountPadding { get; init; } = true;
}

/// <summary>The root of the sum of squares of each window; padding is zero.</summary>
internal sealed record L2PoolSpec(int WindowHeight, int WindowWidth) : PoolSpec(WindowHeight, WindowWidth);

/// <summary>The mean of each channel.</summary>
internal sealed record GlobalAveragePoolSpec : LayerSpec;

/// <summary>The largest value of each channel.</summary>
internal sealed record GlobalMaxPoolSpec : LayerSpec;

/// <summary>A fully connected layer over its input in <c>[channel][row][column]</c> order.</summary>
internal sealed record DenseSpec(int Units) : LayerSpec
{
    public bool Bias { get; init; } = true;
}

/// <summary>A function applied to every value.</summary>
internal sealed record ActivationSpec(Activation Function) : LayerSpec
{
    /// <summary>The slope of LeakyReLU for negative values.</summary>
    public double Slope { get; init; } = 0.01;

    /// <summary>The lower bound of Clip.</summary>
    public double Min { get; init; }

    /// <summary>The upper bound of Clip.</summary>
    public double Max { get; init; }
}

/// <summary>Sets random values to zero, like PyTorch's <c>Dropout</c> or, if not inverted, like Nielsen's.</summary>
internal sealed record DropoutSpec(double Rate) : LayerSpec
{
    public bool Inverted { get; init; } = true;
}

internal enum Activation
{
    Sigmoid,
    Tanh,
    ReLU,
    LeakyReLU,
    ELU,
    SiLU,
    GELU,
    Softplus,
    ReLU6,
    Clip,
    HardSigmoid,
    HardSwish,
    Mish,
}

internal enum Loss
{
    /// <summary>The network predicts and cannot be trained.</summary>
    None,

    /// <summary>PyTorch's <c>CrossEntropyLoss</c> with probabilities as targets.</summary>
    SoftmaxCrossEntropy,

    /// <summary>PyTorch's <c>BCEWithLogitsLoss</c>.</summary>
    SigmoidCrossEntropy,

    /// <summary>PyTorch's <c>MSELoss</c>.</summary>
    MeanSquaredError,

    /// <summary>Equation (6) of Nielsen's book.</summary>
    QuadraticCost,

    /// <summary>Equation (63) of Nielsen's book, over the logits.</summary>
    CrossEntropyCost,
}

/// <summary>The stride of a window, or the distance of its taps; a plain number means both directions.</summary>
internal readonly record struct Steps(int Y, int X)
{
    public static implicit operator Steps(int both) => new(both, both);
}

/// <summary>The padding of an image; a plain number means every side.</summary>
internal readonly record struct Sides(int Top, int Left, int Bottom, int Right)
{
    public static implicit operator Sides(int all) => new(all, all, all, all);
}
