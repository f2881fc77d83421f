namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>One layer attribute. <see cref="AttributeIndex"/> is its index among the ConvGen attributes of the class in source order; the
/// analyzer finds the syntax by it.</summary>
internal abstract record LayerDeclaration
{
    public required int AttributeIndex { get; init; }

    /// <summary>The name of the attribute: <c>Conv</c>, <c>ReLU</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The start of its automatic name: <c>Conv</c> for <c>Conv1</c>.</summary>
    public virtual string NameStem => Kind;

    /// <summary>The name that the user gave, or null.</summary>
    public string? GivenName { get; init; }

    /// <summary>The runtime's class through which the network's property shows the parameters; null for a layer without
    /// parameters, which becomes no property.</summary>
    public abstract string? MemberType { get; }

    /// <summary>The length of its output, or 1 if that requires shapes, which a declaration with an error may not have.</summary>
    public abstract int OutputLength(int inputLength);
}

/// <summary>A layer that changes values and keeps their shape.</summary>
internal abstract record ElementwiseDeclaration : LayerDeclaration
{
    public sealed override int OutputLength(int inputLength) => inputLength;
}

/// <summary><c>[Conv]</c>: a two-dimensional cross-correlation, like PyTorch's <c>Conv2d</c>; <c>[DepthwiseConv]</c>, which has one
/// filter and one group per channel; and <c>[Conv1D]</c>, whose kernel and image have one row.</summary>
internal sealed record ConvDeclaration : LayerDeclaration
{
    /// <summary>Zero for a depthwise convolution, whose number of filters equals its input channels, which are not known yet.</summary>
    public required int Filters { get; init; }
    public bool IsDepthwise { get; init; }

    /// <summary>True if it was declared as <c>[Conv1D]</c>.</summary>
    public bool IsOneDimensional { get; init; }
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

    public override string Kind => IsDepthwise ? "DepthwiseConv" : IsOneDimensional ? "Conv1D" : "Conv";

    public override string MemberType => "ConvLayer";

    public override int OutputLength(int inputLength) => 1;
}

/// <summary><c>[ConvTranspose]</c>: a transposed convolution, like PyTorch's <c>ConvTranspose2d</c>.</summary>
internal sealed record ConvTransposeDeclaration : LayerDeclaration
{
    public required int Filters { get; init; }
    public required int KernelHeight { get; init; }
    public required int KernelWidth { get; init; }
    public required int StrideY { get; init; }
    public required int StrideX { get; init; }

    /// <summary>The rows and columns that are removed from each side of the output.</summary>
    public required Padding Padding { get; init; }

    /// <summary>The rows that are added at the bottom; below the stride.</summary>
    public required int OutputPaddingY { get; init; }

    /// <summary>The columns that are added at the right; below the stride.</summary>
    public required int OutputPaddingX { get; init; }
    public required bool Bias { get; init; }

    public override string Kind => "ConvTranspose";

    public override string MemberType => "ConvTransposeLayer";

    public override int OutputLength(int inputLength) => 1;
}

/// <summary>A pooling: a window moves over every channel and reduces the values under it to one.</summary>
internal abstract record PoolDeclaration : LayerDeclaration
{
    public required PoolWindow Window { get; init; }
    public bool CeilMode { get; init; }

    /// <summary>True if it was declared for signals, as <c>[MaxPool1D]</c>.</summary>
    public bool IsOneDimensional { get; init; }

    public sealed override string? MemberType => null;

    public sealed override int OutputLength(int inputLength) => 1;
}

/// <summary><c>[MaxPool]</c> and <c>[MaxPool1D]</c>: like PyTorch's <c>MaxPool2d</c>, with padding of minus infinity.</summary>
internal sealed record MaxPoolDeclaration : PoolDeclaration
{
    public override string Kind => IsOneDimensional ? "MaxPool1D" : "MaxPool";
}

/// <summary><c>[AveragePool]</c> and <c>[AveragePool1D]</c>: like PyTorch's <c>AvgPool2d</c>, with zero padding.</summary>
internal sealed record AveragePoolDeclaration : PoolDeclaration
{
    /// <summary>True if the divisor counts the zeros of the padding.</summary>
    public required bool CountPadding { get; init; }

    public override string Kind => IsOneDimensional ? "AveragePool1D" : "AveragePool";
}

/// <summary><c>[L2Pool]</c>: the square root of the sum of squares, with zero padding.</summary>
internal sealed record L2PoolDeclaration : PoolDeclaration
{
    public override string Kind => "L2Pool";
}

/// <summary>A pooling over the whole image.</summary>
internal abstract record GlobalPoolDeclaration : LayerDeclaration
{
    public sealed override string? MemberType => null;

    public sealed override int OutputLength(int inputLength) => 1;
}

/// <summary><c>[GlobalAveragePool]</c>: the mean of each channel.</summary>
internal sealed record GlobalAveragePoolDeclaration : GlobalPoolDeclaration
{
    public override string Kind => "GlobalAveragePool";
}

/// <summary><c>[GlobalMaxPool]</c>: the largest value of each channel.</summary>
internal sealed record GlobalMaxPoolDeclaration : GlobalPoolDeclaration
{
    public override string Kind => "GlobalMaxPool";
}

/// <summary><c>[Dense]</c>: a fully connected layer over the input in <c>[channel][row][column]</c> order.</summary>
internal sealed record DenseDeclaration : LayerDeclaration
{
    public required int Units { get; init; }
    public bool Bias { get; init; } = true;

    public override string Kind => "Dense";

    public override string MemberType => "DenseLayer";

    public override int OutputLength(int inputLength) => Units;
}

/// <summary><c>[Sigmoid]</c>, <c>[ReLU]</c>, ...: a function applied to every value.</summary>
internal sealed record ActivationDeclaration : ElementwiseDeclaration
{
    public required Activation Activation { get; init; }

    public override string Kind => Activation.Function.ToString();

    public override string? MemberType => null;
}

/// <summary><c>[PReLU]</c>: a rectifier with a learned slope for each channel.</summary>
internal sealed record PReLUDeclaration : ElementwiseDeclaration
{
    public override string Kind => "PReLU";

    public override string MemberType => "PReLULayer";
}

/// <summary><c>[BatchNorm]</c>: normalizes each channel over the mini-batch.</summary>
internal sealed record BatchNormDeclaration : ElementwiseDeclaration
{
    /// <summary>The share of a mini-batch in the running statistics, from 0 to 1.</summary>
    public required double Momentum { get; init; }

    /// <summary>The number that is added to the variance; above 0.</summary>
    public required double Epsilon { get; init; }

    public override string Kind => "BatchNorm";

    public override string MemberType => "BatchNormLayer";
}

/// <summary><c>[LayerNorm]</c>: normalizes each sample over all its values.</summary>
internal sealed record LayerNormDeclaration : ElementwiseDeclaration
{
    /// <summary>The number that is added to the variance; above 0.</summary>
    public required double Epsilon { get; init; }

    public override string Kind => "LayerNorm";

    public override string MemberType => "LayerNormLayer";
}

/// <summary><c>[InstanceNorm]</c>: normalizes each channel of each sample over its pixels.</summary>
internal sealed record InstanceNormDeclaration : ElementwiseDeclaration
{
    /// <summary>The number that is added to the variance; above 0.</summary>
    public required double Epsilon { get; init; }

    /// <summary>Whether each channel has a factor and a summand.</summary>
    public required bool Affine { get; init; }

    public override string Kind => "InstanceNorm";

    public override string? MemberType => Affine ? "InstanceNormLayer" : null;
}

/// <summary><c>[Scale]</c>: a fixed factor and a fixed offset for all values, or for each channel.</summary>
internal sealed record ScaleDeclaration : ElementwiseDeclaration
{
    /// <summary>Whether each channel has a factor and an offset of its own.</summary>
    public required bool IsPerChannel { get; init; }

    /// <summary>The factor of all values, or those of the channels.</summary>
    public required EquatableArray<float> Factors { get; init; }

    /// <summary>The offset of all values, or those of the channels.</summary>
    public required EquatableArray<float> Offsets { get; init; }

    public override string Kind => "Scale";

    public override string? MemberType => null;
}

/// <summary><c>[Softmax]</c>: over the channels of each pixel, or over the values of a vector.</summary>
internal sealed record SoftmaxDeclaration : ElementwiseDeclaration
{
    public override string Kind => "Softmax";

    public override string? MemberType => null;
}

/// <summary><c>[Dropout]</c>: sets random values to zero during training.</summary>
internal sealed record DropoutDeclaration : ElementwiseDeclaration
{
    /// <summary>The probability that a value is set to zero; below 1.</summary>
    public required double Rate { get; init; }

    /// <summary>True if training divides the kept values by 1 - <see cref="Rate"/>; otherwise prediction multiplies by 1 -
    /// <see cref="Rate"/>.</summary>
    public bool Inverted { get; init; } = true;

    public override string Kind => "Dropout";

    public override string? MemberType => null;
}

/// <summary>The loss, the last attribute of a network.</summary>
internal sealed record LossDeclaration : LayerDeclaration
{
    public required LossFunction Function { get; init; }

    public override string Kind => Function.ToString();

    public override string? MemberType => null;

    public override int OutputLength(int inputLength) => inputLength;
}

/// <summary>The size, stride and padding of a pooling window. Its taps are <paramref name="Dilation"/> pixels apart.</summary>
internal sealed record PoolWindow(int Height, int Width, int StrideY, int StrideX, int Dilation, Padding Padding);

/// <summary>Rows and columns of zeros (or minus infinities) added on each side of an image.</summary>
internal sealed record Padding(int Top, int Left, int Bottom, int Right)
{
    public static Padding None { get; } = new(0, 0, 0, 0);
}
