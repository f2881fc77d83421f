using ScottPlot;
using ScottPlot.Plottables;

namespace ConvGen.Benchmarks.Scaling;

/// <summary>Draws a series: time and work on logarithmic axes, so that doubling is the same distance everywhere.</summary>
internal static class ScalingPlot
{
    private const int Width = 720, Height = 480;

    /// <summary>Writes <c>scaling-NAME.svg</c> and <c>scaling-NAME.png</c>.</summary>
    public static void Save(string folder, ScalingSeries series, IReadOnlyList<ScalingPoint> points)
    {
        using var plot = new Plot();
        double[] sizes = [.. points.Select(point => Math.Log2(point.Size))];
        Scatter measured = plot.Add.Scatter(sizes, [.. points.Select(point => Math.Log2(point.Nanoseconds / 1000))]);
        measured.LegendText = "measured";
        measured.LineWidth = 2;
        measured.MarkerSize = 8;

        double perMultiplyAdd = points.Min(point => point.Nanoseconds / point.MultiplyAdds);
        Scatter work = plot.Add.Scatter(
            sizes, [.. points.Select(point => Math.Log2(point.MultiplyAdds * perMultiplyAdd / 1000))]);
        work.LegendText = "in proportion to the multiply-adds, at the best size's rate";
        work.LinePattern = LinePattern.Dashed;
        work.MarkerSize = 0;

        plot.Title($"Training time by {series.Title}");
        plot.XLabel(series.Axis);
        plot.YLabel("microseconds per image");
        plot.Axes.Bottom.SetTicks(sizes, [.. points.Select(point => $"{point.Size}")]);
        int[] powers = Powers(points);
        plot.Axes.Left.SetTicks([.. powers.Select(power => (double)power)], [.. powers.Select(power => $"{Math.Pow(2, power)}")]);
        plot.ShowLegend(Alignment.UpperLeft);

        string path = Path.Combine(folder, $"scaling-{series.Name}");
        plot.SaveSvg(path + ".svg", Width, Height);
        plot.SavePng(path + ".png", Width, Height);
    }

    /// <summary>The powers of two around the measured times in microseconds.</summary>
    private static int[] Powers(IReadOnlyList<ScalingPoint> points)
    {
        int least = (int)Math.Floor(Math.Log2(points.Min(point => point.Nanoseconds) / 1000)) - 1;
        int most = (int)Math.Ceiling(Math.Log2(points.Max(point => point.Nanoseconds) / 1000)) + 1;
        return [.. Enumerable.Range(least, most - least + 1)];
    }
}
