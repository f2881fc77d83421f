using ConvGen.Generators.Inference;
using ConvGen.Generators.Planning;
using static ConvGen.Generators.Rendering.VectorText;

namespace ConvGen.Generators.Rendering;

/// <summary>
/// The way around the kernels of a convolution's backward pass where its input or its weights are not finite. Zero times infinity
/// is NaN, but the lists leave out gradients that are zero, and kernels that slide over the gradient multiply the zeros around it
/// with weights that reach no output. There the runtime takes the products one by one, as PyTorch has them.
/// </summary>
internal sealed class ConvDefinitionRenderer
{
    private readonly SourceWriter writer;
    private readonly StagePlan stage;
    private readonly ShapedConv conv;
    private readonly ParameterPlan weights;
    private readonly (int Height, int Width) pool = (1, 1);
    private readonly int fieldFilter;
    private readonly int filterWeights;
    private readonly (int Count, int Input, int Weights)[] loops;
    private readonly bool weightsLeaveOutZeros;
    private readonly string winners = "ref Unsafe.NullRef<int>()";

    public ConvDefinitionRenderer(SourceWriter writer, ConvStage stage)
        : this(writer, stage, stage.Conv, stage.Weights)
    {
        pool = (stage.PoolHeight, stage.PoolWidth);
        filterWeights = stage.Kernel.FilterStride;
        loops =
        [
            .. new[] { stage.Kernel.Outer, stage.Kernel.Middle, stage.Kernel.Inner }
                .Select(loop => (loop.Count, loop.InputStride, loop.WeightStride)),
        ];
        // What lost its window is zero, whatever is listed.
        weightsLeaveOutZeros = stage.Backward.EveryOutput is null || stage.Pool is not null;
        if (stage.Pool is not null)
        {
            winners = "ref winners";
        }
    }

    public ConvDefinitionRenderer(SourceWriter writer, DepthwiseStage stage)
        : this(writer, stage, stage.Conv, stage.Weights)
    {
        int pixel = stage.Input.PixelStride;
        fieldFilter = 1;
        filterWeights = 1;
        loops =
        [
            (conv.KernelHeight, conv.DilationY * stage.Input.RowStride, conv.KernelWidth * pixel),
            (conv.KernelWidth, conv.DilationX * pixel, pixel),
            (1, 0, 0),
        ];
    }

    private ConvDefinitionRenderer(SourceWriter writer, StagePlan stage, ShapedConv conv, ParameterPlan weights)
    {
        this.writer = writer;
        this.stage = stage;
        this.conv = conv;
        this.weights = weights;
        loops = [];
    }

    /// <summary>Before the kernels: takes the products that are not left to them, and says which are.</summary>
    public void RenderStart()
    {
        writer.Line("bool wantsInputGradient = !Unsafe.IsNullRef(ref inputGradient);");
        string all = Element("parameters", weights.Offset);
        string floats = fieldFilter == 0
            ? $"{conv.Output.Channels} * FilterWeights"
            : $"{conv.KernelHeight * conv.KernelWidth} * InputPixel";
        writer.Comment("By the definition where something is not finite: zero times infinity is NaN, also where the zero is a gradient.");
        using (writer.Block($"if (wantsInputGradient && !{AreFinite(all, floats)})"))
        {
            writer.Call(
                "Definition.SetInputGradient", $"ref {all}", "ref outputGradient", winners, "ref inputGradient", "samples");
            writer.Line("wantsInputGradient = false;");
        }

        writer.Line();
        if (weightsLeaveOutZeros)
        {
            writer.Line($"bool wantsWeightGradient = {AreFinite("input", "samples * InputSample")};");
            using (writer.Block("if (!wantsWeightGradient)"))
            {
                writer.Call(
                    "Definition.AddWeightGradient",
                    "ref input", "ref outputGradient", winners, At("gradients", weights.Offset), "samples");
            }

            writer.Line();
        }
    }

    /// <summary>The kernel of the weights' gradient, where it leaves nothing out that counts.</summary>
    /// <param name="renderCall">Writes the call.</param>
    public void RenderWeightGradient(Action renderCall)
    {
        using (weightsLeaveOutZeros ? writer.Block("if (wantsWeightGradient)") : null)
        {
            renderCall();
        }
    }

    /// <summary>What the runtime needs to know for that.</summary>
    public void RenderProperty()
    {
        ActivationLayout input = stage.Input, output = stage.Output;
        writer.Summary("Where the values of both products lie, for an input or weights that are not finite.");
        writer.Line("private static ConvDefinition Definition => new()");
        writer.Line("{");
        writer.Line($"    Filters = {conv.Output.Channels}, Rows = {conv.Output.Height}, Columns = {conv.Output.Width}, "
            + $"Pool = {pool}, FilterWeights = {filterWeights},");
        // A stride that leads to no second field may be larger than any input.
        int row = conv.Output.Height == 1 ? 0 : conv.StrideY * input.RowStride;
        int column = conv.Output.Width == 1 ? 0 : conv.StrideX * input.PixelStride;
        writer.Line($"    Fields = (Sample: {input.SampleStride}, Row: {row}, Column: {column}, Filter: {fieldFilter}),");
        writer.Line($"    Outputs = (Sample: {output.SampleStride}, Origin: {output.Origin}, Row: {output.RowStride}, "
            + $"Pixel: {output.PixelStride}),");
        writer.Line($"    Outer = {loops[0]}, Middle = {loops[1]}, Inner = {loops[2]},");
        writer.Line("};");
    }
}
