namespace ConvGen.Benchmarks.Speed;

/// <summary>One measured number, as <c>--json</c> writes it.</summary>
/// <param name="Network">n1 to n4.</param>
/// <param name="Job"><c>train</c>, <c>infer</c> or <c>latency</c>.</param>
/// <param name="Batch">Samples per step or call.</param>
/// <param name="Threads">Threads that share the batch.</param>
/// <param name="Value">The median, in <paramref name="Unit"/>.</param>
/// <param name="Unit"><c>images/s</c>, or <c>us</c> for a latency.</param>
/// <param name="P99">The 99th percentile in microseconds; null unless single calls are timed.</param>
/// <param name="ShareOfPeak">Dense arithmetic per second over <paramref name="Threads"/> times one core's FMA peak.</param>
internal sealed record Figure(
    string Network, string Job, int Batch, int Threads, double Value, string Unit, double? P99, double ShareOfPeak);

/// <summary>A figure and the peak of one core, measured with it.</summary>
internal readonly record struct Measured(Figure Figure, double Peak);
