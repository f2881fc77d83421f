namespace ConvGen.Generators.Frontend;

/// <summary>One layer attribute. <see cref="AttributeIndex"/> counts the ConvGen attributes of the class in source order and is
/// how the analyzer finds the syntax again.</summary>
internal abstract record LayerDeclaration
{
    public required int AttributeIndex { get; init; }
}

/// <summary><c>[Conv]</c>: a two-dimensional cross-correlation, as PyTorch's <c>Conv2d</c>.</summary>
internal sealed record ConvDeclaration : LayerDeclaration
{
    public required int Filters { get; init; }
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
}

/// <summary><c>[MaxPool]</c>: as PyTorch's <c>MaxPool2d</c>, padding counting as minus infinity.</summary>
internal sealed record MaxPoolDeclaration : LayerDeclaration
{
    public required int WindowHeight { get; init; }
    public required int WindowWidth { get; init; }
    public required int StrideY { get; init; }
    public required int StrideX { get; init; }
    public Padding Padding { get; init; } = Padding.None;
    public bool CeilMode { get; init; }
}

/// <summary><c>[Dense]</c>: a fully connected layer over the input in <c>[channel][row][column]</c> order.</summary>
internal sealed record DenseDeclaration : LayerDeclaration
{
    public required int Units { get; init; }
    public bool Bias { get; init; } = true;
    public string? Name { get; init; }
}

/// <summary><c>[Sigmoid]</c>, <c>[ReLU]</c>, ...: one function for every value.</summary>
internal sealed record ActivationDeclaration : LayerDeclaration
{
    public required Activation Activation { get; init; }
}

/// <summary><c>[Dropout]</c>: in training, values are set to zero at random.</summary>
internal sealed record DropoutDeclaration : LayerDeclaration
{
    /// <summary>The probability of zero, below 1.</summary>
    public required double Rate { get; init; }

    /// <summary>Training divides by what is left, so that prediction need not multiply with it.</summary>
    public bool Inverted { get; init; } = true;
}

/// <summary>The loss, which ends the network.</summary>
internal sealed record LossDeclaration : LayerDeclaration
{
    public required LossFunction Function { get; init; }
}

/// <summary>Zeros (or minus infinities) around an image, per side.</summary>
internal sealed record Padding(int Top, int Left, int Bottom, int Right)
{
    public static Padding None { get; } = new(0, 0, 0, 0);
}

/// <summary>The losses; names are those of the runtime's <c>LossKind</c>.</summary>
internal enum LossFunction
{
    SoftmaxCrossEntropy,
    SigmoidCrossEntropy,
    MeanSquaredError,
}
