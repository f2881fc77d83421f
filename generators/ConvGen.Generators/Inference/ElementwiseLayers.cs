namespace ConvGen.Generators.Inference;

/// <summary>A layer that keeps the shape of its input, and the places of its values: an activation, with or without parameters, a
/// normalization, a scaling or a dropout.</summary>
internal abstract record ShapedElementwise : ShapedLayer
{
    public sealed override long MultiplyAdds => 0;
    public sealed override Padding Border => Padding.None;

    /// <summary>Whether it leaves non-negative values unchanged.</summary>
    public abstract bool ActsOnlyBelowZero { get; }

    /// <summary>Whether non-negative inputs give non-negative outputs.</summary>
    public abstract bool KeepsSign { get; }

    /// <summary>Whether the outputs are non-negative for any input. Not used if <see cref="KeepsSign"/> is true.</summary>
    public abstract bool IsNeverNegative { get; }

    /// <summary>The number in its formula, as a C# literal; null if there is none.</summary>
    public abstract string? Factor { get; }
}

internal sealed record ShapedActivation : ShapedElementwise
{
    public required Activation Activation { get; init; }

    public override string Kind => Activation.Function.ToString();
    public override int Parameters => 0;
    public override (decimal Count, string Formula) ParameterCount => (0, "none");
    public override LayerProperty? Property => null;
    public override bool ActsOnlyBelowZero => Activation.Function is ActivationFunction.ReLU or ActivationFunction.LeakyReLU;
    public override bool KeepsSign => false;

    public override bool IsNeverNegative => Activation.Function switch
    {
        ActivationFunction.ReLU or ActivationFunction.ReLU6 or ActivationFunction.Sigmoid or ActivationFunction.Softplus
            or ActivationFunction.HardSigmoid => true,
        ActivationFunction.Clip => Activation.Min >= 0,
        ActivationFunction.Tanh or ActivationFunction.LeakyReLU or ActivationFunction.ELU or ActivationFunction.SiLU
            or ActivationFunction.GELU or ActivationFunction.HardSwish or ActivationFunction.Mish => false,
        _ => throw Unreachable.Kind(Activation.Function),
    };

    public override string? Factor => Activation.Function is ActivationFunction.LeakyReLU ? $"{Activation.SlopeText}f" : null;
}

internal sealed record ShapedPReLU : ShapedElementwise
{
    public override string Kind => "PReLU";
    public override int Parameters => Output.Channels;
    public override (decimal Count, string Formula) ParameterCount => (Output.Channels, $"{Output.Channels} slopes");

    public override LayerProperty Property => new(
        "PReLULayer", $"{Output.Channels} slopes, one for each {(Output.IsFlat ? "value" : "channel")} of {Output}: Slopes[channel]");

    public override bool ActsOnlyBelowZero => true;
    public override bool KeepsSign => false;
    public override bool IsNeverNegative => false;
    public override string? Factor => null;
}

internal sealed record ShapedBatchNorm : ShapedElementwise
{
    public required double Momentum { get; init; }
    public required double Epsilon { get; init; }

    public override string Kind => "BatchNorm";

    /// <summary>Factors and summands; the running statistics are not trained.</summary>
    public override int Parameters => 2 * Output.Channels;
    public override (decimal Count, string Formula) ParameterCount => (2m * Output.Channels, $"2 for each of {Output.Channels} channels");

    public override LayerProperty Property => new(
        "BatchNormLayer",
        $"{Output.Channels} factors and summands, one for each {(Output.IsFlat ? "value" : "channel")} of {Output}: "
            + "Weights[channel], Bias[channel]");

    public override bool ActsOnlyBelowZero => false;
    public override bool KeepsSign => false;
    public override bool IsNeverNegative => false;
    public override string? Factor => null;

    /// <summary>The number of values of a channel in a sample.</summary>
    public int Pixels => Output.Height * Output.Width;
}

internal sealed record ShapedScale : ShapedElementwise
{
    /// <summary>The factor of all values, or one for each channel.</summary>
    public required EquatableArray<float> Factors { get; init; }

    /// <summary>The offset of all values, or one for each channel.</summary>
    public required EquatableArray<float> Offsets { get; init; }

    /// <summary>Whether each channel has a factor and an offset of its own.</summary>
    public required bool IsPerChannel { get; init; }

    /// <summary>Whether an offset is not zero.</summary>
    public bool Shifts => Offsets.Any(offset => offset != 0);

    /// <summary>Whether it returns its input.</summary>
    public bool IsIdentity => !Shifts && Factors.All(factor => factor == 1);

    public override string Kind => "Scale";
    public override int Parameters => 0;
    public override (decimal Count, string Formula) ParameterCount => (0, "none");
    public override LayerProperty? Property => null;
    public override bool ActsOnlyBelowZero => false;
    public override bool KeepsSign => Factors.All(factor => factor >= 0) && Offsets.All(offset => offset >= 0);
    public override bool IsNeverNegative => Factors.All(factor => factor == 0) && Offsets.All(offset => offset >= 0);
    public override string? Factor => null;
}

internal sealed record ShapedSoftmax : ShapedElementwise
{
    public override string Kind => "Softmax";
    public override int Parameters => 0;
    public override (decimal Count, string Formula) ParameterCount => (0, "none");
    public override LayerProperty? Property => null;
    public override bool ActsOnlyBelowZero => false;
    public override bool KeepsSign => false;
    public override bool IsNeverNegative => true;
    public override string? Factor => null;
}

internal sealed record ShapedDropout : ShapedElementwise
{
    public required double Rate { get; init; }
    public required bool Inverted { get; init; }

    public override string Kind => "Dropout";
    public override int Parameters => 0;
    public override (decimal Count, string Formula) ParameterCount => (0, "none");
    public override LayerProperty? Property => null;
    public override bool ActsOnlyBelowZero => false;
    public override bool KeepsSign => true;
    public override bool IsNeverNegative => false;
    public override string? Factor => Inverted ? null : Numbers.Float(1 - Rate);
}

/// <summary>The inference of layers that keep the shape of their input.</summary>
internal static class ElementwiseInference
{
    /// <summary>Returns null after reporting a problem.</summary>
    public static ShapedElementwise? Infer(ElementwiseDeclaration layer, LayerContext context) => layer switch
    {
        ActivationDeclaration activation => new ShapedActivation
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = context.Input,
            Output = context.Input,
            Activation = activation.Activation,
        },
        PReLUDeclaration => new ShapedPReLU
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = context.Input,
            Output = context.Input,
        },
        BatchNormDeclaration normalization => new ShapedBatchNorm
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = context.Input,
            Output = context.Input,
            Momentum = normalization.Momentum,
            Epsilon = normalization.Epsilon,
        },
        LayerNormDeclaration normalization => NormalizationInference.Infer(normalization, context),
        InstanceNormDeclaration normalization => NormalizationInference.Infer(normalization, context),
        ScaleDeclaration scale => InferScale(scale, context),
        SoftmaxDeclaration => new ShapedSoftmax
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = context.Input,
            Output = context.Input,
        },
        DropoutDeclaration dropout => new ShapedDropout
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = context.Input,
            Output = context.Input,
            Rate = dropout.Rate,
            Inverted = dropout.Inverted,
        },
        _ => throw Unreachable.Kind(layer),
    };

    private static ShapedScale? InferScale(ScaleDeclaration scale, LayerContext context)
    {
        foreach ((string argument, EquatableArray<float> values) in new[] { ("factors", scale.Factors), ("offsets", scale.Offsets) })
        {
            int channels = context.Input.Channels;
            if (scale.IsPerChannel && values.Count != channels)
            {
                string noun = context.Input.IsFlat ? "value" : "channel";
                context.ReportElement(
                    NormalizationRules.NumbersOfChannels, [argument], Site.Argument.WholeList, argument, context.Name,
                    Count(values.Count, "number"), Count(channels, noun), noun);
                return null;
            }
        }

        return new ShapedScale
        {
            Name = context.Name,
            Inputs = context.Inputs,
            Input = context.Input,
            Output = context.Input,
            Factors = scale.Factors,
            Offsets = scale.Offsets,
            IsPerChannel = scale.IsPerChannel,
        };

        static string Count(int count, string noun) => $"{Numbers.Grouped(count)} {noun}{(count == 1 ? "" : "s")}";
    }
}
