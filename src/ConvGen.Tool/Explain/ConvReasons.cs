using System.Globalization;

namespace ConvGen.Tool.Explain;

/// <summary>The schedules of a convolution, the rejected candidates, and the reasons.</summary>
internal static class ConvReasons
{
    /// <param name="network">The network.</param>
    /// <param name="stage">A convolution, or one group of one.</param>
    /// <param name="values">The values that the whole stage reads and writes.</param>
    public static IEnumerable<(string Label, string Text)> Of(ShapedNetwork network, ConvStage stage, StageValues values)
    {
        yield return ("forward", $"{Estimate(stage.Forward)}: {Approach(stage.Forward)}");
        foreach ((string, string) line in Rejected(stage.Forward))
        {
            yield return line;
        }

        foreach (string obstacle in Obstacles(stage))
        {
            yield return ("excluded", obstacle);
        }

        yield return ("backward", WeightReason(network, stage, values));
        yield return ("", $"{Estimate(stage.Backward.InputGradient)}: {Approach(stage.Backward.InputGradient)}"
            + (values.Inputs.Contains(0)
                ? ". It is the only candidate, because the gradient of the network's input is rarely requested"
                : ""));
        foreach ((string, string) line in Rejected(stage.Backward.InputGradient))
        {
            yield return line;
        }
    }

    private static IEnumerable<(string Label, string Text)> Rejected(CandidateSchedule chosen)
    {
        foreach (CandidateSchedule rejected in chosen.Rejected)
        {
            string reason = rejected.WorthwhileShare < 1 && rejected.Cycles < chosen.Cycles
                ? $"; it is less accurate, so it must take less than {Math.Round(rejected.WorthwhileShare * 100)} % of the others' time"
                : "";
            yield return ("rejected", Estimate(rejected) + reason);
        }
    }

    private static string Estimate(CandidateSchedule schedule) => $"{schedule.Describe()}, about {Numbers.Grouped(schedule.Cycles)} cycles";

    private static string Approach(ConvForwardSchedule schedule) => schedule switch
    {
        DirectForward => "filters in lanes; the sums of a tile of filter vectors x pixels stay in registers",
        PixelLanesForward => "neighbouring pixels in lanes and broadcast weights, so that the filters need not fill a vector",
        WinogradForward { Transform: var transform } =>
            $"{transform.Elements} multiplications per tile, channel and filter, instead of "
            + $"{transform.Outputs * transform.Outputs * transform.Kernel * transform.Kernel}",
        _ => throw Unreachable.Kind(schedule),
    };

    private static string Approach(InputGradientSchedule schedule) => schedule switch
    {
        InputGradientByField =>
            "the pixels of a receptive field stay in registers while the weights of all filters with a nonzero gradient are added",
        InputGradientByFilter =>
            "a filter's weights stay in registers while they are added to the receptive fields of its nonzero gradients",
        InputGradientDense => "the convolution of the whole output gradient with the mirrored kernel, because most gradients are nonzero",
        _ => throw Unreachable.Kind(schedule),
    };

    /// <summary>The reasons why a kind of forward pass is not among the candidates.</summary>
    private static IEnumerable<string> Obstacles(ConvStage stage)
    {
        CandidateSchedule[] candidates = [stage.Forward, .. stage.Forward.Rejected];
        if (PixelLanesPlanner.FindObstacle(stage.Conv, stage.Pool, stage.Activation, stage.Input, stage.Output.Shape) is { } pixels)
        {
            yield return $"pixels in lanes: {pixels}";
        }

        if (!candidates.Any(candidate => candidate is WinogradForward))
        {
            string obstacle = WinogradPlanner.FindObstacle(stage.Conv, stage.Pool, stage.Activation, stage.Input)
                ?? $"no transform has a kernel of {stage.Conv.KernelHeight}x{stage.Conv.KernelWidth} and tiles that divide the output";
            yield return $"Winograd: {obstacle}";
        }
    }

    private static string WeightReason(ShapedNetwork network, ConvStage stage, StageValues values)
    {
        ShapedLayer? reader = network.FindReaders()[values.Output].Select(place => network.Layers[place]).FirstOrDefault();
        double share = BackwardCostModel.LiveShare(stage.PoolHeight * stage.PoolWidth, stage.Activation);
        if (stage.Backward.EveryOutput is not null)
        {
            return "dw over every output: no activation or later layer makes many gradients zero, so that lists would contain nearly all"
                + (stage.Pool is null ? "" : " pooled outputs");
        }

        string reason = stage.Activation is { KillsGradients: true } activation
            ? $"after {activation}{(stage.Pool is null ? "" : $" and a pooling of {stage.PoolHeight}x{stage.PoolWidth}")}, about "
                + string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} % of the convolution's output gradients are not zero")
            : IsSparse(reader) ? $"{reader!.Name}, which reads the output, gives many zero gradients"
            : "the gradient of the input needs the lists anyway";
        return $"dw over lists of nonzero gradients: {reason}";
    }

    private static bool IsSparse(ShapedLayer? reader) =>
        reader is ShapedMaxPool or ShapedDropout or ShapedActivation { Activation: { KillsGradients: true } };
}
