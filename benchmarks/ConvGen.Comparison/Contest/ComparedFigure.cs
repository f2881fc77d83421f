namespace ConvGen.Comparison.Contest;

/// <summary>One measured number, as <c>--json</c> writes it.</summary>
/// <param name="Network">n1 to n6.</param>
/// <param name="Job"><c>train</c>, <c>infer</c> or <c>latency</c>.</param>
/// <param name="Batch">Images per step or call.</param>
/// <param name="Threads">Threads that share the batch.</param>
/// <param name="System">The system that was measured.</param>
/// <param name="VectorBits">The width of the vectors that ConvGen computes with: 256 or 512. Null for the other systems, which choose their
/// own and do not report it.</param>
/// <param name="Value">The median, in <paramref name="Unit"/>.</param>
/// <param name="Unit"><c>images/s</c>, or <c>us</c> for a latency.</param>
/// <param name="P99">The 99th percentile in microseconds; null unless single calls are timed.</param>
/// <param name="Spread">Half the interquartile range of the rounds, divided by the median.</param>
/// <param name="ShareOfPeak">The arithmetic rate, counted as if no value were zero, divided by
/// <paramref name="Threads"/> times the FMA peak of one core with the widest vectors that the machine has.</param>
/// <param name="RatioToBestOther">The speed of ConvGen relative to the best other system at this job; the same number
/// in every row of the job, null if no other system ran.</param>
internal sealed record ComparedFigure(
    string Network,
    string Job,
    int Batch,
    int Threads,
    string System,
    int? VectorBits,
    double Value,
    string Unit,
    double? P99,
    double Spread,
    double ShareOfPeak,
    double? RatioToBestOther);
