namespace ConvGen.Generators.Rendering.Pooling;

/// <summary>
/// By how much the sum over a window is divided: a constant unless windows reach beyond what counts, which is the image or the
/// image with its padding. Then the rows and columns that count are found window by window.
/// </summary>
internal sealed class PoolDivisor
{
    private readonly KernelWriter writer;
    private readonly ShapedPool pool;
    private readonly string? rows;
    private readonly string? columns;

    public PoolDivisor(KernelWriter writer, ShapedPool pool)
    {
        this.writer = writer;
        this.pool = pool;
        if (pool is ShapedAveragePool average)
        {
            Padding counted = average.CountPadding ? pool.Window.Padding : Padding.None;
            rows = Count(
                "row", pool.WindowHeight, pool.Window.StrideY, pool.Window.Padding.Top, counted.Top,
                pool.Input.Height + counted.Bottom, pool.Output.Height);
            columns = Count(
                "column", pool.WindowWidth, pool.Window.StrideX, pool.Window.Padding.Left, counted.Left,
                pool.Input.Width + counted.Right, pool.Output.Width);
        }
    }

    public void RenderRow()
    {
        if (rows is not null)
        {
            writer.Line($"int rows = {rows};");
        }
    }

    public void RenderWindow()
    {
        VectorText simd = writer.Simd;
        if (columns is not null)
        {
            writer.Line($"int columns = {columns};");
        }

        if (rows is not null || columns is not null)
        {
            string height = rows is null ? $"{pool.WindowHeight}" : "rows";
            string width = columns is null ? $"{pool.WindowWidth}" : "columns";
            writer.Comment("Only what lies inside counts.");
            writer.Line($"{simd.Floats} count = {simd.Create($"(float)({height} * {width})")};");
        }
    }

    public string Divide(string sum) => rows is null && columns is null
        ? writer.Simd.Share(sum, pool.WindowHeight * pool.WindowWidth)
        : $"{sum} / count";

    /// <summary>How many of a window's rows or columns count; null where all of them do in every window.</summary>
    private static string? Count(string index, int window, int stride, int before, int countedBefore, int end, int windows)
    {
        bool cutsFirst = before > countedBefore;
        bool cutsLast = (windows - 1) * stride - before + window > end;
        string start = windows == 1 ? "0" : stride == 1 ? index : $"{index} * {stride}";
        start = before == 0 ? start : $"{start} - {before}";
        string first = cutsFirst ? $"Math.Max({start}, 0)" : $"({start})";
        string last = cutsLast ? $"Math.Min({start} + {window}, {end})" : $"({start} + {window})";
        return cutsFirst || cutsLast ? $"{last} - {first}" : null;
    }
}
