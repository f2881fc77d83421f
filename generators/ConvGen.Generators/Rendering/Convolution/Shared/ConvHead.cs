namespace ConvGen.Generators.Rendering.Convolution.Shared;

/// <summary>Renders the parts of the head that all forward files of a convolution share.</summary>
internal static class ConvHead
{
    /// <summary>The second sentence of a summary, if pooling is fused.</summary>
    public const string WinnersToo = "\nWhere asked to, also keeps which receptive field won each window, for the backward pass.";

    /// <summary>Returns the summary of the entry method. The first line of the file contains the formula of y.</summary>
    public static string RunSummary(ConvStage stage) =>
        "Computes y of every sample." + (stage.Pool is null ? "" : WinnersToo.Replace('\n', ' '));

    /// <summary>Returns the first line of a file.</summary>
    public static string Title(ConvStage stage, string topic) =>
        $"{stage.Name}{(stage.Groups == 1 ? "" : $", one of {stage.Groups} groups")}{topic}";

    /// <summary>Returns the steps after the sums: <c>, then the largest of each window, the bias, ReLU</c>.</summary>
    public static string Finish(ConvStage stage)
    {
        List<string> steps = [];
        if (stage.Pool is not null)
        {
            steps.Add("the largest of each window");
        }

        if (stage.Conv.Bias)
        {
            steps.Add("the bias");
        }

        if (stage.Activation is { } activation)
        {
            steps.Add(activation.ToString());
        }

        return steps.Count == 0 ? "" : $", then {string.Join(", ", steps)}";
    }

    public static IEnumerable<(string Label, string Text)> Shapes(ConvStage stage)
    {
        yield return ("input", stage.Input.Describe());
        yield return ("kernel", $"{stage.Conv.Output.Channels} filters {stage.Conv.KernelHeight}x{stage.Conv.KernelWidth}, "
            + $"stride {stage.Conv.StrideY}x{stage.Conv.StrideX} -> {stage.Conv.Output}");
        if (stage.Pool is not null)
        {
            yield return ("max pool", $"{stage.PoolHeight}x{stage.PoolWidth} -> {stage.Pool.Output}");
        }

        yield return ("activation", stage.Activation?.ToString() ?? "none");
        yield return ("output", stage.Output.Describe());
    }

    /// <summary>Returns the chosen and the rejected schedules, with their estimated cycles.</summary>
    public static IEnumerable<(string Label, string Text)> Candidates(CandidateSchedule schedule)
    {
        string rejected = string.Join("; ", schedule.Rejected.Select(Estimate));
        yield return ("chosen", $"{Estimate(schedule)} cycles per sample, estimated"
            + (rejected.Length == 0 ? "" : $"; next best: {rejected}"));
    }

    /// <summary>Returns the chosen and the rejected schedules, with their estimated cycles and the minimum of the chosen one.</summary>
    /// <param name="target">The target, whose vectors determine the minimum.</param>
    /// <param name="schedule">The chosen schedule.</param>
    /// <param name="multiplyAdds">The number of its multiply-adds per sample.</param>
    /// <param name="part">A part of the estimate to mention, starting with a comma; may be empty.</param>
    public static IEnumerable<(string Label, string Text)> Candidates(
        Target target, CandidateSchedule schedule, long multiplyAdds, string part = "")
    {
        // The cost model assumes a processor that starts two vector multiply-adds per cycle.
        int perCycle = 2 * target.Lanes;
        yield return ("chosen", $"{Estimate(schedule)} cycles per sample, estimated{part}; at least "
            + $"{Numbers.Grouped((multiplyAdds + perCycle - 1) / perCycle)} at {perCycle} multiply-adds per cycle");
        if (schedule.Rejected.Count > 0)
        {
            yield return ("next best", string.Join("; ", schedule.Rejected.Select(Estimate)));
        }
    }

    private static string Estimate(CandidateSchedule schedule) =>
        $"{schedule.Describe()}, about {Numbers.Grouped(schedule.Cycles)}";
}
