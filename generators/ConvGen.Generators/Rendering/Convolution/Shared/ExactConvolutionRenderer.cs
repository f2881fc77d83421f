using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution.Shared;

/// <summary>
/// Renders the fallback for a convolution's backward pass whose input or weights are not finite. Zero times infinity is NaN, but the lists
/// omit gradients that are zero, and kernels that slide over the gradient multiply the zeros around it with weights that belong to no
/// output. In these cases the runtime computes the products one by one, as PyTorch does.
/// </summary>
internal sealed class ExactConvolutionRenderer
{
    private readonly KernelWriter _writer;
    private readonly StagePlan _stage;
    private readonly ShapedConv _conv;

    private ExactConvolutionRenderer(KernelWriter writer, StagePlan stage, ShapedConv conv) =>
        (_writer, _stage, _conv) = (writer, stage, conv);

    private (int Height, int Width) Pool { get; init; } = (1, 1);

    private bool HasWinners { get; init; }

    /// <summary>Whether the kernel of the weight gradient omits gradients that are zero.</summary>
    private bool WeightsLeaveOutZeros { get; init; }

    /// <summary>0 if all filters read the same channels, 1 if each has its own channel.</summary>
    private int FieldFilter { get; init; }

    private int FilterWeights { get; init; }

    /// <summary>The loops over the weights of a filter, from the outer to the inner one.</summary>
    private (int Count, int Input, int Weights)[] Loops { get; init; } = [];

    private string Winners => HasWinners ? "ref winners" : "ref Unsafe.NullRef<int>()";

    public static ExactConvolutionRenderer Of(KernelWriter writer, ConvStage stage) => new(writer, stage, stage.Conv)
    {
        Pool = (stage.PoolHeight, stage.PoolWidth),
        HasWinners = stage.Pool is not null,
        // In a pooling window, the gradients of all fields but the winner's are zero, and no kernel multiplies them.
        WeightsLeaveOutZeros = stage.Backward.EveryOutput is null || stage.Pool is not null,
        FilterWeights = stage.Kernel.FilterStride,
        Loops =
        [
            .. new[] { stage.Kernel.Outer, stage.Kernel.Middle, stage.Kernel.Inner }
                .Select(loop => (loop.Count, loop.InputStride, loop.WeightStride)),
        ],
    };

    public static ExactConvolutionRenderer Of(KernelWriter writer, DepthwiseStage stage)
    {
        ShapedConv conv = stage.Conv;
        int pixel = stage.Input.PixelStride;
        return new(writer, stage, conv)
        {
            FieldFilter = 1,
            FilterWeights = 1,
            Loops =
            [
                (conv.KernelHeight, conv.DilationY * stage.Input.RowStride, conv.KernelWidth * pixel),
                (conv.KernelWidth, conv.DilationX * pixel, pixel),
                (1, 0, 0),
            ],
        };
    }

    /// <summary>Renders the checks before the kernels: calls of the fallback, and variables that say which kernels to run.</summary>
    public void RenderStart()
    {
        _writer.Line("bool wantsInputGradient = !Unsafe.IsNullRef(ref inputGradient);");
        string floats = FieldFilter == 0
            ? $"{_conv.Output.Channels} * FilterWeights"
            : $"{_conv.KernelHeight * _conv.KernelWidth} * InputPixel";
        _writer.Comment("Rare: an input or weight is NaN or infinite. Zero times infinity is NaN, so zero gradients count too.");
        using (_writer.Block($"if (wantsInputGradient && !{AreFinite("weights", floats)})"))
        {
            _writer.Call(
                "Exact.SetInputGradient", "ref weights", "ref outputGradient", Winners, "ref inputGradient", "samples");
            _writer.Line("wantsInputGradient = false;");
        }

        _writer.Line();
        if (WeightsLeaveOutZeros)
        {
            _writer.Line($"bool wantsWeightGradient = {AreFinite("input", "samples * InputSample")};");
            using (_writer.Block("if (!wantsWeightGradient)"))
            {
                _writer.Call(
                    "Exact.AddWeightGradient",
                    "ref input", "ref outputGradient", Winners, "ref weightGradient", "samples");
            }

            _writer.Line();
        }
    }

    /// <summary>Renders the call of the weight gradient's kernel, if necessary under the condition that the fallback has not run.</summary>
    /// <param name="renderCall">Renders the call.</param>
    public void RenderWeightGradient(Action renderCall)
    {
        using (WeightsLeaveOutZeros ? _writer.Block("if (wantsWeightGradient)") : null)
        {
            renderCall();
        }
    }

    /// <summary>Renders the property that describes the convolution to the runtime.</summary>
    public void RenderProperty()
    {
        ActivationLayout input = _stage.Input, output = _stage.Output;
        _writer.Summary("The layout for dw and dx by definition. Rare: for an input or weight that is NaN or infinite.");
        _writer.Line("private static ExactConvolution Exact => new()");
        _writer.Line("{");
        _writer.Line($"    Filters = {_conv.Output.Channels}, Rows = {_conv.Output.Height}, Columns = {_conv.Output.Width}, "
            + $"Pool = {Pool}, FilterWeights = {FilterWeights},");
        // With a single row or column of outputs the stride is not used, and may be larger than the input.
        int row = _conv.Output.Height == 1 ? 0 : _conv.StrideY * input.RowStride;
        int column = _conv.Output.Width == 1 ? 0 : _conv.StrideX * input.PixelStride;
        _writer.Line($"    Fields = (Sample: {input.SampleStride}, Row: {row}, Column: {column}, Filter: {FieldFilter}),");
        _writer.Line($"    Outputs = (Sample: {output.SampleStride}, Origin: {output.Origin}, Row: {output.RowStride}, "
            + $"Pixel: {output.PixelStride}),");
        (int count, int inputs, int weights) = Loops[0];
        _writer.Line($"    Outer = (Count: {count}, Input: {inputs}, Weights: {weights}), Middle = {Loops[1]}, Inner = {Loops[2]},");
        _writer.Line("};");
    }
}
