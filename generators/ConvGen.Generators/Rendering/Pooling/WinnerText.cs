namespace ConvGen.Generators.Rendering.Pooling;

/// <summary>Which value of a pooling window won, for a vector of windows at a time: where the window's gradient goes.</summary>
internal static class WinnerText
{
    /// <summary>PyTorch's rule, for people who read the generated code.</summary>
    public const string Rule = "the first of equals, and the last NaN if there is one, as in PyTorch";

    /// <param name="writer">What is written to.</param>
    /// <param name="winner">The vector of offsets that is declared.</param>
    /// <param name="largest">The largest of each window; NaN where a window has one.</param>
    /// <param name="window">The values of the window, first to last, with their offsets.</param>
    public static void Render(
        KernelWriter writer, string winner, string largest, IReadOnlyList<(string Value, string Offset)> window)
    {
        VectorText simd = writer.Simd;
        if (window.Count == 4)
        {
            writer.Call(
                $"{simd.Integers} {winner} = VectorMath.Winner",
                [.. window.Select(value => value.Value), largest, .. window.Select(value => value.Offset)]);
            return;
        }

        writer.Line($"{simd.Integers} {winner} = {simd.Create(window[window.Count - 1].Offset)};");
        if (window.Count == 1)
        {
            return;
        }

        foreach ((string value, string offset) in window.Reverse().Skip(1))
        {
            writer.Line($"{winner} = VectorMath.OffsetWhereEqual({value}, {largest}, {offset}, {winner});");
        }

        using (writer.Loop("Rare: the last NaN of a window wins over every number.", $"if (VectorMath.HasNaN({largest}))"))
        {
            foreach ((string value, string offset) in window)
            {
                writer.Line($"{winner} = VectorMath.OffsetWhereNaN({value}, {offset}, {winner});");
            }
        }
    }
}
