namespace ConvGen.Benchmarks.Scaling;

/// <summary>Prints every size as soon as it is measured, with the growth of work and time since the previous
/// one.</summary>
internal sealed class ScalingTable(TextWriter output)
{
    private ScalingPoint? _previous;

    /// <summary>Prints the header of a series.</summary>
    public void Begin(ScalingSeries series)
    {
        _previous = null;
        output.WriteLine();
        output.WriteLine($"{series.Name}: {series.Title}");
        output.WriteLine(
            "   size  multiply-adds    ns/image   share of peak    core's peak  work x  time x  second convolution");
    }

    /// <summary>Prints one size.</summary>
    public void Add(ScalingPoint point)
    {
        string work = _previous is null ? "" : $"{point.MultiplyAdds / _previous.MultiplyAdds:F2}";
        string time = _previous is null ? "" : $"{point.Nanoseconds / _previous.Nanoseconds:F2}";
        output.WriteLine($"  {point.Size,5}  {point.MultiplyAdds,13:N0}  {point.Nanoseconds,10:N0}  {point.ShareOfPeak,14:P1}"
            + $"  {point.Peak / 1e9,6:F1} GFLOP/s  {work,6}  {time,6}  {point.Kernel}");
        _previous = point;
    }

    /// <summary>Explains the tables.</summary>
    public void End()
    {
        output.WriteLine();
        output.WriteLine("multiply-adds: to train on one image, as if no value were zero; the share of the peak counts these.");
        output.WriteLine("work x, time x: relative to the line above. If they are equal, time is proportional to work.");
    }
}
