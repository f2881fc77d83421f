using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;

namespace ConvGen.Generators.Planning;

/// <summary>
/// One step of the forward pass and its mirror image in the backward pass: a layer together with whatever was fused into it.
/// A closed family: every renderer switches over all of it.
/// </summary>
internal abstract record StagePlan
{
    /// <summary>The name of the layer that the stage is built around; its files and buffers carry it.</summary>
    public required string Name { get; init; }

    public required ActivationLayout Input { get; init; }
    public required ActivationLayout Output { get; init; }

    /// <summary>The target of the plan that the stage belongs to.</summary>
    public Target Target => Input.Target;

    /// <summary>The function applied to every output, fused into the stage; null for none.</summary>
    public required Activation? Activation { get; init; }

    /// <summary>Multiply-adds of one sample.</summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Prediction skips the stage: its output is its input, in the same memory.</summary>
    public virtual bool HandsInputOn => false;
}

/// <summary>A convolution with its bias, and the max pooling and activation behind it where they could be fused.</summary>
internal sealed record ConvStage : StagePlan
{
    public required ShapedConv Conv { get; init; }

    /// <summary>The fused pooling, whose windows do not overlap and cover no padding; null for none.</summary>
    public required ShapedMaxPool? Pool { get; init; }

    public required ParameterPlan Weights { get; init; }
    public required ParameterPlan? Bias { get; init; }
    public required ConvKernelLayout Kernel { get; init; }
    public required ConvForwardSchedule Forward { get; init; }
    public required LiveGradientSchedule Backward { get; init; }

    /// <summary>Such convolutions side by side, each over its own channels: the groups of a <see cref="GroupedConvStage"/>,
    /// else one.</summary>
    public int Groups { get; init; } = 1;

    public int PoolHeight => Pool?.WindowHeight ?? 1;
    public int PoolWidth => Pool?.WindowWidth ?? 1;

    /// <summary>Floats between the receptive fields of vertical (horizontal) neighbours in the convolution's output.</summary>
    public int FieldStepY => Conv.StrideY * Input.RowStride;
    public int FieldStepX => Conv.StrideX * Input.PixelStride;
}

/// <summary>A convolution of every channel by itself, with its bias and activation.</summary>
internal sealed record DepthwiseStage : StagePlan
{
    public required ShapedConv Conv { get; init; }
    public required ParameterPlan Weights { get; init; }
    public required ParameterPlan? Bias { get; init; }
    public required DepthwiseSchedule Schedule { get; init; }
}

/// <summary>
/// A convolution of several groups: as many convolutions of one shape, so that one set of kernels serves them all. Each reads
/// an image of its own, which holds its channels alone, and writes one; copies lead there and back. What concerns every value
/// for itself, the gradient of activation and bias, stays with the whole.
/// </summary>
internal sealed record GroupedConvStage : StagePlan
{
    public required ShapedConv Conv { get; init; }
    public required ParameterPlan Weights { get; init; }
    public required ParameterPlan? Bias { get; init; }

    /// <summary>One group, of the same name. Its weights start at zero: those of group g lie g times a distance further on.
    /// It has no bias of its own, but its kernel adds the one that is packed behind its weights.</summary>
    public required ConvStage Group { get; init; }

    public int Groups => Group.Groups;

    /// <summary>Floats from the weights of one group to those of the next.</summary>
    public int GroupWeights => Group.Weights.Floats;
}

/// <summary>A max pooling on its own: overlapping or padded windows, or one that follows no convolution.</summary>
internal sealed record MaxPoolStage : StagePlan
{
    public required ShapedMaxPool Pool { get; init; }
}

/// <summary>An average or L2 pooling: a sum over each window, and what becomes of it.</summary>
internal sealed record SumPoolStage : StagePlan
{
    public required ShapedPool Pool { get; init; }
}

/// <summary>A fully connected layer with its bias and activation.</summary>
internal sealed record DenseStage : StagePlan
{
    public required ShapedDense Dense { get; init; }
    public required ParameterPlan Weights { get; init; }
    public required ParameterPlan? Bias { get; init; }
    public required DenseSchedule Schedule { get; init; }
}

/// <summary>An activation that nothing before it could take in.</summary>
internal sealed record ActivationStage : StagePlan;

/// <summary>A dropout. Its input lies as its reader wants it, so that prediction can hand it on.</summary>
internal sealed record DropoutStage : StagePlan
{
    public required ShapedDropout Dropout { get; init; }

    /// <summary>Which of the network's dropouts it is, from 0: two never draw the same numbers.</summary>
    public required int Number { get; init; }

    public override bool HandsInputOn => Dropout.Inverted || Dropout.Rate == 0;

    /// <summary>One float for each value and each channel of padding, without a border.</summary>
    public ActivationLayout Masks => ActivationLayout.ChannelsLast(Target, Output.Shape, Padding.None);

    /// <summary>A value is dropped where its 32 random bits are below this.</summary>
    public uint Threshold => (uint)Math.Min(Math.Round(Dropout.Rate * 4294967296.0), uint.MaxValue);

    /// <summary>What a value that stays is multiplied with in training.</summary>
    public double Kept => Dropout.Inverted ? 1 / (1 - Dropout.Rate) : 1;

    /// <summary>What training multiplies a value with on average.</summary>
    public double Expected => Dropout.Inverted ? 1 : 1 - Dropout.Rate;
}
