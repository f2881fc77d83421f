namespace ConvGen.Generators.Inference;

/// <summary>A layer without parameters that computes one value from several.</summary>
internal abstract record ShapedMerge : ShapedLayer
{
    public sealed override int Parameters => 0;
    public sealed override (decimal Count, string Formula) ParameterCount => (0, "none");
    public sealed override Padding Border => Padding.None;
    public sealed override LayerProperty? Property => null;
    public sealed override long MultiplyAdds => 0;
}

/// <summary>The sum of two values of the same shape.</summary>
internal sealed record ShapedSum : ShapedMerge
{
    public override string Kind => "Add";
}

/// <summary>The product of two values of the same shape, or of an image and a factor for each of its channels.</summary>
internal sealed record ShapedProduct : ShapedMerge
{
    public override string Kind => "Multiply";
}

/// <summary>The channels of several values, one after the other.</summary>
internal sealed record ShapedConcat : ShapedMerge
{
    public override string Kind => "Concat";
}
