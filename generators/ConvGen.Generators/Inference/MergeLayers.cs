namespace ConvGen.Generators.Inference;

/// <summary>A layer without parameters that computes one value from several.</summary>
internal abstract record ShapedMerge : ShapedLayer
{
    public sealed override int Parameters => 0;
    public sealed override (decimal Count, string Formula) ParameterCount => (0, "none");
    public sealed override Padding Border => Padding.None;
    public sealed override LayerProperty? Property => null;
    public override long MultiplyAdds => 0;
}

/// <summary>The sum of two values of the same shape.</summary>
internal sealed record ShapedSum : ShapedMerge
{
    public override string Kind => "Add";
}

/// <summary>The product of two values of the same shape, or of an image and a factor for each of its channels.</summary>
internal sealed record ShapedProduct : ShapedMerge
{
    /// <summary>The shape of the second value.</summary>
    public required Shape Factor { get; init; }

    /// <summary>Whether the second value has one number for each channel of the first.</summary>
    public bool IsPerChannel => Factor != Input;

    public override string Kind => "Multiply";
}

/// <summary>The channels of several values, one after the other.</summary>
internal sealed record ShapedConcat : ShapedMerge
{
    /// <summary>The shapes of the values, in order.</summary>
    public required EquatableArray<Shape> Parts { get; init; }

    public override string Kind => "Concat";
}
