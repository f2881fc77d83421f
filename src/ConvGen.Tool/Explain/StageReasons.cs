namespace ConvGen.Tool.Explain;

/// <summary>How a stage computes its passes, and why: the lines below its name.</summary>
internal static class StageReasons
{
    public static IEnumerable<(string Label, string Text)> Of(ShapedNetwork network, StagePlan stage) => stage switch
    {
        ConvStage conv => ConvReasons.Of(network, conv, stage.Values),
        GroupedConvStage grouped =>
        [
            ("groups", $"{grouped.Groups} convolutions of one shape: one set of kernels runs once for each, over a copy of its channels. "
                + "What follows is for one group."),
            .. ConvReasons.Of(network, grouped.Group, stage.Values),
        ],
        DepthwiseStage depthwise =>
        [
            ("forward", $"channels in lanes; tiles of {depthwise.Schedule.Outputs.Pixels} pixels keep enough sums in registers that none "
                + "waits for another"),
            ("backward", $"tiles of {depthwise.Schedule.Inputs.Pixels} pixels for the gradient of the input, over a copy of the output's "
                + "gradient with zeros around; by definition for the weights"),
        ],
        DenseStage dense => DenseTiles(dense.Schedule),
        _ => [("kernels", "one for each pass, without candidates to choose from")],
    };

    private static IEnumerable<(string Label, string Text)> DenseTiles(DenseSchedule schedule)
    {
        (SampleTile even, SampleTile full, _) = schedule.Forward;
        yield return ("forward", $"dot products of {even.Samples} samples with {even.Across} units at a time where the chunk is a multiple "
            + $"of {even.Samples}, else of {full.Samples} with {full.Across}: a weight that is loaded serves all of them");
        yield return ("backward", $"{schedule.WeightUnits} units x {schedule.WeightVectors} vectors of inputs at a time for the weights; "
            + $"{schedule.Input.Even.Samples} samples x {schedule.Input.Even.Across} vectors for the input");
    }
}
