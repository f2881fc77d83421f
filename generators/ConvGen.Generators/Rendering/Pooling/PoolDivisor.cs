namespace ConvGen.Generators.Rendering.Pooling;

/// <summary>
/// Renders the division of the sum over a window by its number of values. That is a constant unless windows extend beyond the counted
/// area, which is the image with or without its padding. Then the counted rows and columns are computed for each window.
/// </summary>
internal sealed class PoolDivisor
{
    private readonly KernelWriter _writer;
    private readonly ShapedPool _pool;
    private readonly string? _rows;
    private readonly string? _columns;

    public PoolDivisor(KernelWriter writer, ShapedPool pool)
    {
        _writer = writer;
        _pool = pool;
        if (pool is ShapedAveragePool average)
        {
            Padding counted = average.CountPadding ? pool.Window.Padding : Padding.None;
            _rows = Count(
                "row", pool.WindowHeight, pool.Window.StrideY, pool.Window.Padding.Top, counted.Top,
                pool.Input.Height + counted.Bottom, pool.Output.Height);
            _columns = Count(
                "column", pool.WindowWidth, pool.Window.StrideX, pool.Window.Padding.Left, counted.Left,
                pool.Input.Width + counted.Right, pool.Output.Width);
        }
    }

    public void RenderRow()
    {
        if (_rows is not null)
        {
            _writer.Line($"int rows = {_rows};");
        }
    }

    public void RenderWindow()
    {
        VectorText simd = _writer.Simd;
        if (_columns is not null)
        {
            _writer.Line($"int columns = {_columns};");
        }

        if (_rows is not null || _columns is not null)
        {
            string height = _rows is null ? $"{_pool.WindowHeight}" : "rows";
            string width = _columns is null ? $"{_pool.WindowWidth}" : "columns";
            _writer.Comment("Only what lies inside counts.");
            _writer.Line($"{simd.Floats} count = {simd.Create($"(float)({height} * {width})")};");
        }
    }

    public string Divide(string sum) => _rows is null && _columns is null
        ? _writer.Simd.Share(sum, _pool.WindowHeight * _pool.WindowWidth)
        : $"{sum} / count";

    /// <summary>Returns the number of counted rows or columns of a window, as an expression; null if all are always counted.</summary>
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
