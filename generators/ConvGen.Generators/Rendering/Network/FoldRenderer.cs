namespace ConvGen.Generators.Rendering.Network;

/// <summary>Renders the method that computes what prediction alone reads: packed weights, the factors and summands of normalizations with
/// fixed statistics, and the weights of the layers that include them.</summary>
internal static class FoldRenderer
{
    public static void Render(KernelWriter writer, NetworkPlan plan, PassAddresses addresses)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public override void Fold(ref float parameters, ref float packed)"))
        {
            RenderPacking(writer, plan, addresses);
            bool isFirst = plan.PredictionPieces.Count == 0;
            foreach (NormFold fold in plan.Folds)
            {
                if (!isFirst)
                {
                    writer.Line();
                }

                isFirst = false;
                RenderFactors(writer, fold, addresses);
                if (fold.Folded is not null)
                {
                    RenderWeights(writer, fold, addresses);
                }
            }
        }
    }

    private static void RenderPacking(KernelWriter writer, NetworkPlan plan, PassAddresses addresses)
    {
        foreach (IGrouping<string, PackedPiece> pieces in plan.PredictionPieces.GroupBy(piece => piece.Stage.Name))
        {
            writer.Comment($"The weights of {pieces.Key} in the order in which prediction reads them.");
            foreach (PackedPiece piece in pieces)
            {
                RenderCall(writer, piece.PackCall, addresses);
            }
        }
    }

    private static void RenderCall(KernelWriter writer, KernelCall call, PassAddresses addresses) =>
        writer.Call($"{call.Class}.{call.Method}", call.Operands.Select(operand => OperandText.Argument(operand, addresses)));

    private static void RenderFactors(KernelWriter writer, NormFold fold, PassAddresses addresses)
    {
        BatchNormStage stage = fold.Normalization;
        string Parameter(ParameterPlan? parameter) => PassAddresses.At("parameters", addresses.Parameter(parameter!.Offset));
        writer.Comment($"{stage.Name} with its running statistics: scale = weight / sqrt(variance + epsilon), shift = bias - mean * scale.");
        writer.Call(
            "BatchNormFolding.ScaleAndShift",
            Parameter(stage.Weights), Parameter(stage.Bias), Parameter(stage.RunningMean), Parameter(stage.RunningVariance),
            Scale(stage, addresses), Shift(stage, addresses), $"channels: {stage.BatchNorm.Output.Channels}",
            $"epsilon: {Numbers.Real(stage.BatchNorm.Epsilon)}");
    }

    private static void RenderWeights(KernelWriter writer, NormFold fold, PassAddresses addresses)
    {
        BatchNormStage stage = fold.Normalization;
        StagePlan layer = fold.Layer!;
        StagePlan folded = fold.Folded!;
        ParameterPlan weights = NormFolding.WeightsOf(layer);
        string from = PassAddresses.At("parameters", addresses.Parameter(weights.Offset));
        string to = PassAddresses.At("packed", addresses.Packed(NormFolding.WeightsOf(folded).Offset));
        writer.Line();
        writer.Comment(NormFolding.BiasOf(layer) is null
            ? $"{folded.Name}: the weights of {layer.Name} times scale; shift becomes its biases."
            : $"{folded.Name}: the weights of {layer.Name} times scale, and its biases: b * scale + shift.");
        if (NormFolding.BiasOf(layer) is { } bias)
        {
            writer.Call(
                "BatchNormFolding.ShiftBiases",
                PassAddresses.At("parameters", addresses.Parameter(bias.Offset)), Scale(stage, addresses), Shift(stage, addresses),
                $"channels: {stage.BatchNorm.Output.Channels}");
        }

        if (layer is DepthwiseStage depthwise)
        {
            writer.Call(
                "BatchNormFolding.ScaleColumns",
                from, Scale(stage, addresses), to, $"rows: {depthwise.Conv.KernelHeight * depthwise.Conv.KernelWidth}",
                $"channels: {depthwise.Conv.Output.Channels}", $"rowFloats: {depthwise.Input.PixelStride}");
        }
        else
        {
            (int groups, int groupFloats, int rows, int rowFloats) = RowsOf(layer, weights);
            writer.Call(
                "BatchNormFolding.ScaleRows",
                from, Scale(stage, addresses), to, $"groups: {groups}", $"groupFloats: {groupFloats}", $"rows: {rows}", $"rowFloats: {rowFloats}");
        }

        foreach (PackedPiece piece in folded.PackedPieces.Concat(folded.PredictionPieces))
        {
            RenderCall(writer, piece.PackCall, addresses);
        }
    }

    /// <summary>The rows of weights, one for each filter or unit, in their groups.</summary>
    private static (int Groups, int GroupFloats, int Rows, int RowFloats) RowsOf(StagePlan layer, ParameterPlan weights) => layer switch
    {
        ConvStage conv => (1, weights.Floats, conv.Conv.Output.Channels, conv.Kernel.FilterStride),
        GroupedConvStage grouped => (grouped.Groups, grouped.GroupWeights, grouped.Conv.GroupFilters, grouped.Group.Kernel.FilterStride),
        DenseStage dense => (1, weights.Floats, dense.Dense.Output.Length, dense.Input.SampleStride),
        _ => throw Unreachable.Kind(layer),
    };

    private static string Scale(BatchNormStage stage, PassAddresses addresses) =>
        PassAddresses.At("packed", addresses.Packed(stage.FoldedOffset));

    private static string Shift(BatchNormStage stage, PassAddresses addresses) =>
        PassAddresses.At("packed", addresses.Packed(stage.FoldedOffset + stage.ChannelFloats));
}
