namespace ConvGen.Generators.Rendering.Convolution.Shared;

/// <summary>What the head of every forward file of a convolution says, however it is computed.</summary>
internal static class ConvHead
{
    /// <summary>The second sentence of a summary, where pooling is fused.</summary>
    public const string WinnersToo = "\nWhere asked to, also keeps which receptive field won each window, for the backward pass.";

    /// <summary>The first line of a file.</summary>
    public static string Title(ConvStage stage, string topic) =>
        $"{stage.Name}{(stage.Groups == 1 ? "" : $", one of {stage.Groups} groups")}{topic}";

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

    /// <summary>What the cost model chose, and what it rejected.</summary>
    public static IEnumerable<(string Label, string Text)> Candidates(CandidateSchedule schedule)
    {
        string rejected = string.Join("; ", schedule.Rejected.Select(Estimate));
        yield return ("chosen", $"{Estimate(schedule)} cycles per sample"
            + (rejected.Length == 0 ? "" : $"; next best: {rejected}"));
    }

    private static string Estimate(CandidateSchedule schedule) =>
        $"{schedule.Describe()}, about {Numbers.Grouped(schedule.Cycles)}";
}
