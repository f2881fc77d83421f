namespace ConvGen.Generators.Rendering.Pooling;

/// <summary>Returns the text that the files of all poolings share.</summary>
internal static class PoolText
{
    public static IEnumerable<(string Label, string Text)> Head(StagePlan stage, ShapedPool pool, string schedule)
    {
        yield return ("input", stage.Input.Describe());
        yield return ("windows", Describe(pool.Window));
        yield return ("output", stage.Output.Describe());
        yield return ("activation", stage.Activation?.ToString() ?? "none");
        yield return ("schedule", schedule);
    }

    /// <summary>Whether a window is small enough to be unrolled, with each value in its own register.</summary>
    public static bool IsUnrolled(Target target, ShapedPool pool) =>
        pool.WindowHeight * pool.WindowWidth <= target.MaxAccumulators;

    /// <summary>Returns the number of values in a window, for comments: <c>the 4 values of a window</c>.</summary>
    public static string Values(ShapedPool pool) =>
        Phrases.Some("the", pool.WindowHeight * pool.WindowWidth, "value") + " of a window";

    private static string Describe(PoolWindow window)
    {
        string dilation = window.Dilation == 1 ? "" : $", every {window.Dilation} pixels";
        return $"{window.Height}x{window.Width}{dilation}, stride {window.StrideY}x{window.StrideX}, padding "
            + $"{window.Padding.Top} above, {window.Padding.Left} left, {window.Padding.Bottom} below, "
            + $"{window.Padding.Right} right";
    }
}
