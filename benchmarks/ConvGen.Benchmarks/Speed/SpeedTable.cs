namespace ConvGen.Benchmarks.Speed;

/// <summary>Prints every figure as soon as it is measured, with the speed-up by more threads and by wider vectors.</summary>
/// <param name="output">Where to print.</param>
/// <param name="showsRatio">Whether several widths are measured, so that there is a ratio between them.</param>
internal sealed class SpeedTable(TextWriter output, bool showsRatio)
{
    private readonly List<Figure> _figures = [];

    /// <summary>All figures so far.</summary>
    public IReadOnlyList<Figure> Figures => _figures;

    /// <summary>Prints the header of a network.</summary>
    public void Begin(SpeedNetwork network)
    {
        NetworkSummary summary = network.Summary;
        string training = network.Trains
            ? $"{Arithmetic.OfTraining(summary) / 1e6:F2} MFLOP to train on one image"
            : "which only predicts";
        output.WriteLine();
        output.WriteLine($"{network.Name}: {summary.Network}, {summary.Parameters:N0} parameters, "
            + $"{summary.MultiplyAdds:N0} multiply-adds, {training}");
        output.WriteLine("  job      batch  threads  bits            value              p99  share of peak   core's peak  one thread x"
            + (showsRatio ? "  512/256" : ""));
    }

    /// <summary>Prints the figures of one task, a line for each width.</summary>
    public void Add(Measured[] widths)
    {
        foreach (Measured measured in widths)
        {
            (Figure figure, double peak, double ratio) = measured;
            _figures.Add(figure);
            string value = figure.Value.ToString(figure.Unit == "us" ? "N2" : figure.Value < 1_000 ? "N1" : "N0");
            string p99 = figure.P99 is { } time ? $"{time:N2} us" : "";
            string threads = AgainstOneThread(figure) is { } times ? $"{times:F2}" : "";
            string wider = figure.VectorBits > widths[0].Figure.VectorBits ? $"{ratio:F2}" : "";
            output.WriteLine(($"  {figure.Job,-7}  {figure.Batch,5}  {figure.Threads,7}  {figure.VectorBits,4}  {value,9} {figure.Unit,-8}"
                + $"  {p99,14}  {figure.ShareOfPeak,13:P1}  {peak / 1e9,5:F1} GFLOP/s  {threads,12}  {wider,7}").TrimEnd());
        }
    }

    /// <summary>Explains the table.</summary>
    public void End()
    {
        output.WriteLine();
        output.WriteLine("share of peak: multiply-adds of the declared network, as if no value were zero, over threads x core's peak.");
        output.WriteLine("It exceeds 100 % if zero gradients are skipped, or Winograd's transforms need fewer multiplications.");
        if (showsRatio)
        {
            output.WriteLine("512/256: speed with vectors of 512 bits relative to 256, the median of rounds in which both take turns.");
        }

        output.WriteLine("For stable figures, pin the process: taskset -c 0 (one thread), taskset -c 0,1 (two).");
    }

    private double? AgainstOneThread(Figure figure) =>
        figure.Threads > 1
        && _figures.Find(other => other.Threads == 1 && other.Network == figure.Network && other.Job == figure.Job
            && other.Batch == figure.Batch && other.VectorBits == figure.VectorBits) is { } one
            ? figure.Value / one.Value
            : null;
}
