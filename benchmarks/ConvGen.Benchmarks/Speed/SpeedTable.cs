namespace ConvGen.Benchmarks.Speed;

/// <summary>Prints every figure as soon as it is measured, with the speed-up by more threads.</summary>
internal sealed class SpeedTable(TextWriter output)
{
    private readonly List<Figure> _figures = [];

    /// <summary>All figures so far.</summary>
    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>Prints the header of a network.</summary>
    public void Begin(SpeedJobs network)
    {
        NetworkSummary summary = network.Summary;
        output.WriteLine();
        output.WriteLine($"{network.Name}: {summary.Network}, {summary.Parameters:N0} parameters, "
            + $"{summary.MultiplyAdds:N0} multiply-adds, {Arithmetic.OfTraining(summary) / 1e6:F2} MFLOP to train on one image");
        output.WriteLine("  job      batch  threads            value              p99  share of peak   core's peak  one thread x");
    }

    /// <summary>Prints one figure.</summary>
    public void Add(Measured measured)
    {
        (Figure figure, double peak) = measured;
        _figures.Add(figure);
        string value = figure.Value.ToString(figure.Unit == "us" ? "N2" : "N0");
        string p99 = figure.P99 is { } time ? $"{time:N2} us" : "";
        string ratio = AgainstOneThread(figure) is { } times ? $"{times:F2}" : "";
        output.WriteLine($"  {figure.Job,-7}  {figure.Batch,5}  {figure.Threads,7}  {value,9} {figure.Unit,-8}  {p99,14}"
            + $"  {figure.ShareOfPeak,13:P1}  {peak / 1e9,5:F1} GFLOP/s  {ratio,11}");
    }

    /// <summary>Explains the table.</summary>
    public void End()
    {
        output.WriteLine();
        output.WriteLine("share of peak: multiply-adds of the declared network, as if no value were zero, over threads x core's peak.");
        output.WriteLine("It exceeds 100 % if zero gradients are skipped, or Winograd's transforms need fewer multiplications.");
        output.WriteLine("For stable figures, pin the process: taskset -c 0 (one thread), taskset -c 0,1 (two).");
    }

    private double? AgainstOneThread(Figure figure) =>
        figure.Threads > 1
        && _figures.Find(other => other.Threads == 1 && other.Network == figure.Network && other.Job == figure.Job
            && other.Batch == figure.Batch) is { } one
            ? figure.Value / one.Value
            : null;
}
