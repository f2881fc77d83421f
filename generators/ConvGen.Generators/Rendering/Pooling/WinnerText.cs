namespace ConvGen.Generators.Rendering.Pooling;

/// <summary>Renders the offsets of the values that won their pooling windows, for a vector of windows at a time.</summary>
internal static class WinnerText
{
    /// <summary>PyTorch's rule for the winner, for comments in generated code.</summary>
    public const string Rule = "the first of equals, and the last NaN if there is one, as in PyTorch";

    /// <param name="writer">Receives the statements.</param>
    /// <param name="winner">The name of the vector of offsets, which is declared.</param>
    /// <param name="largest">The largest value of each window; NaN if the window contains one.</param>
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
