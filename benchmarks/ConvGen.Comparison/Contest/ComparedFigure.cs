namespace ConvGen.Comparison.Contest;

/// <summary>One measured number, as <c>--json</c> writes it.</summary>
/// <param name="Network">n1 to n4.</param>
/// <param name="Job"><c>train</c>, <c>infer</c> or <c>latency</c>.</param>
/// <param name="Batch">Images per step or call.</param>
/// <param name="Threads">Threads that share the batch.</param>
/// <param name="System">Whose number it is.</param>
/// <param name="Value">The median, in <paramref name="Unit"/>.</param>
/// <param name="Unit"><c>images/s</c>, or <c>us</c> for a latency.</param>
/// <param name="P99">The time in microseconds that 99 of 100 calls stay below; null where no single calls are timed.</param>
/// <param name="Spread">Half the distance between the quartiles of the rounds, over the median.</param>
/// <param name="ShareOfPeak">Dense arithmetic per second over <paramref name="Threads"/> times one core's FMA peak.</param>
/// <param name="RatioToBestOther">How many times faster ConvGen is than the best other system at this job; the same number in
/// every row of the job, null where no other system ran.</param>
internal sealed record ComparedFigure(
    string Network,
    string Job,
    int Batch,
    int Threads,
    string System,
    double Value,
    string Unit,
    double? P99,
    double Spread,
    double ShareOfPeak,
    double? RatioToBestOther);
