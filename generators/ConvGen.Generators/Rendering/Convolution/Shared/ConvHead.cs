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

    /// <summary>Returns the steps after the sums, in the order of the code: <c>, the largest of each window, / 576, the bias, ReLU</c>.</summary>
    /// <param name="stage">The convolution with its pooling and activation.</param>
    /// <param name="divisor">The divisor of the sums.</param>
    public static string Finish(ConvStage stage, int divisor)
    {
        List<string> steps = [];
        if (stage.Pool is not null)
        {
            steps.Add("the largest of each window");
        }

        steps.Add($"/ {divisor}");
        if (stage.Conv.Bias)
        {
            steps.Add("the bias");
        }

        if (stage.Activation is { } activation)
        {
            steps.Add(activation.ToString());
        }

        return $", {string.Join(", ", steps)}";
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
    public static IEnumerable<(string Label, string Text)> Candidates(Target target, CandidateSchedule schedule, long multiplyAdds)
    {
        // The cost model assumes a processor that starts two vector multiply-adds per cycle.
        int perCycle = 2 * target.Lanes;
        string least = $"at least {Numbers.Grouped((multiplyAdds + perCycle - 1) / perCycle)} at {perCycle} multiply-adds per cycle";
        yield return ("chosen", $"{Estimate(schedule)} cycles per sample, estimated" + (schedule is WinogradForward winograd
            ? $": {Rounded(winograd.Cycles - winograd.TransformCycles)} in step 3 ({least}), {Rounded(winograd.TransformCycles)} in steps 2 and 4"
            : $"; {least}"));
        if (schedule.Rejected.Count > 0)
        {
            yield return ("next best", string.Join("; ", schedule.Rejected.Select(Estimate)));
        }
    }

    private static string Estimate(CandidateSchedule schedule) => $"{Describe(schedule)}, about {Rounded(schedule.Cycles)}";

    /// <summary>A candidate with its register tile in words, for people who do not know the compiler's short names.</summary>
    private static string Describe(CandidateSchedule schedule) => schedule switch
    {
        PixelLanesForward { Blocks: var blocks } lanes => $"pixels in lanes, {Phrases.Count(blocks[blocks.Count - 1].RealFilters, "filter")} x "
            + $"{PixelLanesForward.TileRows}x{lanes.TileColumns} pixels",
        DirectForward { Blocks: var blocks } => $"filters in lanes, {string.Join(" and ", blocks.Select(block => Tile(block)).Distinct())}",
        InputGradientDense { Blocks: var blocks } =>
            $"dx dense, {string.Join(" and ", blocks.Select(block => Tile(block.Vectors, $"{block.TilePixels}")).Distinct())}",
        _ => schedule.Describe(),
    };

    private static string Tile(DirectBlock block)
    {
        string pixels = $"{block.WindowHeight}x{block.TileOutputs * block.WindowWidth}";
        return block.EndsInHalf ? $"{block.WholeVectors}.5 vectors x {pixels} pixels" : Tile(block.Vectors, pixels);
    }

    private static string Tile(int vectors, string pixels) => $"{Phrases.Count(vectors, "vector")} x {pixels} pixels";

    /// <summary>An estimate, to the three digits that mean something.</summary>
    private static string Rounded(long cycles)
    {
        long unit = 1;
        while (cycles / unit >= 1000)
        {
            unit *= 10;
        }

        return Numbers.Grouped((cycles + unit / 2) / unit * unit);
    }
}
