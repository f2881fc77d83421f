namespace ConvGen.Benchmarks.Speed;

/// <summary>The line about the machine's peaks above a table.</summary>
internal static class PeakText
{
    private const double Seconds = 0.1;

    /// <summary>Measures the peak with every width that the machine has and describes the results.</summary>
    public static string Measure() => "FMA peak of one core: "
        + string.Join(", ", FmaPeak.Widths.Select(bits => $"{FmaPeak.Measure(Seconds, bits) / 1e9:F1} GFLOP/s with vectors of {bits} bits"))
        + $"; shares are of that with {FmaPeak.Widest}";
}
