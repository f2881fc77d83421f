using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Chapter6.Pictures;

/// <summary>Plots the validation accuracy by epoch.</summary>
internal static class TrainingCurve
{
    private const int Width = 720, Height = 420;

    /// <summary>Writes the curve as PNG.</summary>
    /// <param name="accuracies">The accuracy after each epoch, 0 to 1.</param>
    /// <param name="path">The path of the file.</param>
    public static void SavePng(IReadOnlyList<double> accuracies, string path)
    {
        double[] epochs = [.. Enumerable.Range(1, accuracies.Count).Select(epoch => (double)epoch)];
        double[] percent = [.. accuracies.Select(accuracy => 100 * accuracy)];
        int best = Array.LastIndexOf(percent, percent.Max()); // The latest of equal ones, as Fit keeps it.
        using var plot = new Plot();
        Scatter curve = plot.Add.Scatter(epochs, percent);
        curve.LineWidth = 2;
        Marker marker = plot.Add.Marker(epochs[best], percent[best]);
        marker.Size = 12;
        marker.LegendText = FormattableString.Invariant($"{percent[best]:F2} % in epoch {best + 1}");
        plot.Title("Accuracy on the validation images");
        plot.XLabel("epoch");
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };
        plot.YLabel("%");
        plot.ShowLegend(Alignment.LowerRight);
        plot.SavePng(path, Width, Height);
    }
}
