namespace ConvGen.Tool.Explain;

/// <summary>The description of a stage's passes with reasons: the lines below its name.</summary>
internal static class StageReasons
{
    public static IEnumerable<(string Label, string Text)> Of(ShapedNetwork network, StagePlan stage) => stage switch
    {
        ConvStage conv => ConvReasons.Of(network, conv, stage.Values),
        GroupedConvStage grouped =>
        [
            ("groups", $"{grouped.Groups} convolutions of the same shape: one set of kernels runs once per group, over a copy of its "
                + "channels. The following lines are for one group."),
            .. ConvReasons.Of(network, grouped.Group, stage.Values),
        ],
        DepthwiseStage depthwise =>
        [
            ("forward", $"channels in lanes; tiles of {depthwise.Schedule.Outputs.Pixels} pixels have enough independent sums to keep "
                + "the multiply-add units busy"),
            ("backward", $"tiles of {depthwise.Schedule.Inputs.Pixels} pixels for the gradient of the input, over a copy of the output's "
                + "gradient with a border of zeros; by definition for the weights"),
        ],
        ConvTransposeStage transposed =>
        [
            ("forward", $"filters in lanes; the outputs {transposed.Conv.StrideY} rows and {transposed.Conv.StrideX} columns apart read the "
                + $"same kernel positions, so that {transposed.Schedule.Outputs.Pixels} of them share each loaded weight, and none is written twice"),
            ("backward", $"a convolution of the output's gradient for the input, {transposed.Schedule.Inputs.Pixels} pixels at a time; "
                + "by definition for the weights"),
        ],
        DenseStage dense => DenseTiles(dense.Schedule),
        BatchNormStage =>
        [
            ("forward", "only training runs it: two passes over a chunk give its mean and variance, then all slices of the mini-batch wait for "
                + "the statistics over all of them, with which the next segment normalizes"),
            ("backward", "the sums that are the gradients of the parameters, over the whole mini-batch; then all slices wait for them, because "
                + "the gradient of each input depends on all samples"),
        ],
        FixedNormStage => [("forward", "only prediction runs it: one multiply-add per value, because no layer before it can include it")],
        _ => [("kernels", "one per pass, without other candidates")],
    };

    private static IEnumerable<(string Label, string Text)> DenseTiles(DenseSchedule schedule)
    {
        (SampleTile even, SampleTile full) = (schedule.Forward.Tiles.Even!, schedule.Forward.Tiles.Full[0]);
        yield return ("forward", $"dot products of {even.Samples} samples with {even.Across} units at a time if the chunk is a multiple "
            + $"of {even.Samples}, else of {full.Samples} with {full.Across}: each loaded weight is used for all samples");
        if (schedule.Prediction is UnitLanesForward lanes)
        {
            yield return ("prediction", $"a unit per lane, in {lanes.Blocks.Count} blocks of up to {lanes.Blocks[0].Vectors} vectors, whose "
                + $"weights are packed as one stream; {lanes.Tiles.Full[0].Samples} samples at a time");
        }

        yield return ("backward", $"{schedule.WeightUnits} units x {schedule.WeightVectors} vectors of inputs at a time for the weights; "
            + $"{schedule.Input.Even!.Samples} samples x {schedule.Input.Even!.Across} vectors for the input");
    }
}
