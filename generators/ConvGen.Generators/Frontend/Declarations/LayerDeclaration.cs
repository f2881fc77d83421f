namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>One layer attribute. <see cref="AttributeIndex"/> counts the ConvGen attributes of the class in source order and is
/// how the analyzer finds the syntax again.</summary>
internal abstract record LayerDeclaration
{
    public required int AttributeIndex { get; init; }

    /// <summary>What the attribute is called: <c>Conv</c>, <c>ReLU</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The name that the user gave, or null. Layers without parameters take none.</summary>
    public abstract string? GivenName { get; }

    /// <summary>The runtime's class through which the network's property shows the parameters; null for a layer without
    /// parameters, which becomes no property.</summary>
    public abstract string? MemberType { get; }

    /// <summary>The length of its output, or 1 where that takes shapes, which a declaration with an error may not have.</summary>
    public abstract int OutputLength(int inputLength);
}

/// <summary>A layer that changes values and keeps their shape.</summary>
internal abstract record ElementwiseDeclaration : LayerDeclaration
{
    public sealed override int OutputLength(int inputLength) => inputLength;
}

/// <summary><c>[Conv]</c>: a two-dimensional cross-correlation, as PyTorch's <c>Conv2d</c>; and <c>[DepthwiseConv]</c>, which has
/// a filter and a group for each channel.</summary>
internal sealed record ConvDeclaration : LayerDeclaration
{
    /// <summary>Zero in a depthwise convolution: as many as the channels of its input, which are not known yet.</summary>
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

    /// <summary>Padding is chosen so that the output is ceil(input / stride); <see cref="Padding"/> is then None.</summary>
    public bool Same { get; init; }
    public bool Bias { get; init; } = true;

    /// <summary>The name that the user gave, or null.</summary>
    public string? Name { get; init; }

    public override string Kind => IsDepthwise ? "DepthwiseConv" : "Conv";

    public override string? GivenName => Name;

    public override string MemberType => "ConvLayer";

    public override int OutputLength(int inputLength) => 1;
}

/// <summary>A pooling: a window that moves over every channel and makes one value of those that it covers.</summary>
internal abstract record PoolDeclaration : LayerDeclaration
{
    public required PoolWindow Window { get; init; }
    public bool CeilMode { get; init; }

    public sealed override string? GivenName => null;

    public sealed override string? MemberType => null;

    public sealed override int OutputLength(int inputLength) => 1;
}

/// <summary><c>[MaxPool]</c>: as PyTorch's <c>MaxPool2d</c>, padding counting as minus infinity.</summary>
internal sealed record MaxPoolDeclaration : PoolDeclaration
{
    public override string Kind => "MaxPool";
}

/// <summary><c>[AveragePool]</c>: as PyTorch's <c>AvgPool2d</c>, padding counting as zeros.</summary>
internal sealed record AveragePoolDeclaration : PoolDeclaration
{
    /// <summary>Whether the zeros of the padding count in the number that the sum is divided by.</summary>
    public required bool CountPadding { get; init; }

    public override string Kind => "AveragePool";
}

/// <summary><c>[L2Pool]</c>: the root of the sum of squares, padding counting as zeros.</summary>
internal sealed record L2PoolDeclaration : PoolDeclaration
{
    public override string Kind => "L2Pool";
}

/// <summary>A pooling whose window is the image.</summary>
internal abstract record GlobalPoolDeclaration : LayerDeclaration
{
    public sealed override string? GivenName => null;

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

    /// <summary>The name that the user gave, or null.</summary>
    public string? Name { get; init; }

    public override string Kind => "Dense";

    public override string? GivenName => Name;

    public override string MemberType => "DenseLayer";

    public override int OutputLength(int inputLength) => Units;
}

/// <summary><c>[Sigmoid]</c>, <c>[ReLU]</c>, ...: one function for every value.</summary>
internal sealed record ActivationDeclaration : ElementwiseDeclaration
{
    public required Activation Activation { get; init; }

    public override string Kind => Activation.Function.ToString();

    public override string? GivenName => null;

    public override string? MemberType => null;
}

/// <summary><c>[PReLU]</c>: a rectifier with a learned slope for each channel.</summary>
internal sealed record PReLUDeclaration : ElementwiseDeclaration
{
    /// <summary>The name that the user gave, or null.</summary>
    public string? Name { get; init; }

    public override string Kind => "PReLU";

    public override string? GivenName => Name;

    public override string MemberType => "PReLULayer";
}

/// <summary><c>[Dropout]</c>: in training, values are set to zero at random.</summary>
internal sealed record DropoutDeclaration : ElementwiseDeclaration
{
    /// <summary>The probability of zero, below 1.</summary>
    public required double Rate { get; init; }

    /// <summary>Training divides by what is left, so that prediction need not multiply with it.</summary>
    public bool Inverted { get; init; } = true;

    public override string Kind => "Dropout";

    public override string? GivenName => null;

    public override string? MemberType => null;
}

/// <summary>The loss, which ends the network.</summary>
internal sealed record LossDeclaration : LayerDeclaration
{
    public required LossFunction Function { get; init; }

    public override string Kind => Function.ToString();

    public override string? GivenName => null;

    public override string? MemberType => null;

    public override int OutputLength(int inputLength) => inputLength;
}

/// <summary>The window of a pooling and how it moves. Its taps lie <paramref name="Dilation"/> pixels apart.</summary>
internal sealed record PoolWindow(int Height, int Width, int StrideY, int StrideX, int Dilation, Padding Padding);

/// <summary>Zeros (or minus infinities) around an image, per side.</summary>
internal sealed record Padding(int Top, int Left, int Bottom, int Right)
{
    public static Padding None { get; } = new(0, 0, 0, 0);
}
