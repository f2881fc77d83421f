namespace ConvGen.Generators.Inference;

/// <summary>A normalization of each sample by its own mean and variance.</summary>
internal abstract record ShapedSampleNorm : ShapedElementwise
{
    public required double Epsilon { get; init; }

    public sealed override bool ActsOnlyBelowZero => false;
    public sealed override bool KeepsSign => false;
    public sealed override bool IsNeverNegative => false;
    public sealed override string? Factor => null;
}

/// <summary>A normalization over all values of a sample, with a factor and a summand for each.</summary>
internal sealed record ShapedLayerNorm : ShapedSampleNorm
{
    public override string Kind => "LayerNorm";
    public override int Parameters => 2 * Output.Length;
    public override (decimal Count, string Formula) ParameterCount => (2m * Output.Length, $"2 for each of {Output.Length} values");

    public override LayerProperty Property => new(
        "LayerNormLayer", $"{Output.Length} factors and summands, one for each value of {Output}: Weights[value], Bias[value]");
}

/// <summary>A normalization of each channel over its pixels.</summary>
internal sealed record ShapedInstanceNorm : ShapedSampleNorm
{
    /// <summary>Whether each channel has a factor and a summand.</summary>
    public required bool Affine { get; init; }

    public override string Kind => "InstanceNorm";
    public override int Parameters => Affine ? 2 * Output.Channels : 0;

    public override (decimal Count, string Formula) ParameterCount =>
        Affine ? (2m * Output.Channels, $"2 for each of {Output.Channels} channels") : (0, "none");

    public override LayerProperty? Property => !Affine ? null : new(
        "InstanceNormLayer", $"{Output.Channels} factors and summands, one for each channel of {Output}: Weights[channel], Bias[channel]");

    /// <summary>The number of values of a channel in a sample.</summary>
    public int Pixels => Output.Height * Output.Width;
}

/// <summary>The inference of normalizations of single samples.</summary>
internal static class NormalizationInference
{
    public static ShapedLayerNorm Infer(LayerNormDeclaration layer, LayerContext context) => new()
    {
        Name = context.Name,
        Inputs = context.Inputs,
        Input = context.Input,
        Output = context.Input,
        Epsilon = layer.Epsilon,
    };

    /// <summary>Returns null after reporting a problem.</summary>
    public static ShapedInstanceNorm? Infer(InstanceNormDeclaration layer, LayerContext context)
    {
        if (!context.RequireImage())
        {
            return null;
        }

        if (context.Input is { Height: 1, Width: 1 })
        {
            context.Report(NormalizationRules.InstanceOfOnePixel, [], context.Name);
            return null;
        }

        return new ShapedInstanceNorm
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = context.Input,
            Output = context.Input,
            Epsilon = layer.Epsilon,
            Affine = layer.Affine,
        };
    }
}
