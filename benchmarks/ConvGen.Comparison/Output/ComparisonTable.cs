using ConvGen.Comparison.Contest;
using ConvGen.Comparison.Systems;

namespace ConvGen.Comparison.Output;

/// <summary>Prints a line for every job as soon as it is timed, with a column per system.</summary>
internal sealed class ComparisonTable(TextWriter output)
{
    private const int Column = 19;

    private static readonly string[] Headings =
        ["ConvGen", "TorchSharp", "TorchSharp c_l", "PyTorch", "OnnxRuntime"];

    private readonly List<ComparedFigure> figures = [];
    private readonly HashSet<string> remarks = [];
    private readonly Dictionary<string, SortedSet<string>> settings = [];
    private double? largestDistance;

    /// <summary>All figures so far.</summary>
    public IReadOnlyList<ComparedFigure> Figures => figures;

    /// <summary>Whether the results of a system differ from ConvGen's.</summary>
    public bool HasDisagreement { get; private set; }

    /// <summary>Prints the header of a network.</summary>
    public void Begin(Entrant entrant)
    {
        NetworkSummary summary = entrant.Summary;
        output.WriteLine();
        output.WriteLine($"{entrant.Name}: {summary.Network}, {summary.Parameters:N0} parameters, "
            + $"{summary.MultiplyAdds:N0} multiply-adds, ConvGen with vectors of {entrant.VectorBits} bits");
        output.WriteLine("job      batch  threads" + string.Concat(Headings.Select(name => name.PadLeft(Column)))
            + "    ratio  share of peak");
    }

    /// <summary>Prints once why a system is left out.</summary>
    public void LeavesOut(Contender contender, string reason) => Remark($"{contender.Name} is left out: {reason}");

    /// <summary>Prints that the results of a system differ, so that it is not timed.</summary>
    public void Disagrees(Contender contender, Job job, int batch, double distance)
    {
        HasDisagreement = true;
        Remark($"{contender.Name} differs from ConvGen by {distance:0.0e-0} of the largest value at {Name(job)}, batch {batch}, "
            + "and is not timed.");
    }

    /// <summary>Records the difference of a system's results, and the setting that it chose.</summary>
    public void Agrees(Contender contender, string? setting, double distance)
    {
        if (contender.Name != Contender.ConvGen)
        {
            largestDistance = Math.Max(largestDistance ?? 0, distance);
        }

        if (setting is not null)
        {
            if (!settings.TryGetValue(contender.Name, out SortedSet<string>? taken))
            {
                settings.Add(contender.Name, taken = new SortedSet<string>(StringComparer.Ordinal));
            }

            taken.Add(setting);
        }
    }

    /// <summary>Prints a job.</summary>
    public void Add(Entrant entrant, Job job, int batch, int threads, IReadOnlyList<RaceResult> results)
    {
        RaceResult own = results.First(result => result.System == Contender.ConvGen);
        RaceResult? best = results.Where(result => result != own).MaxBy(result => result.Rate);
        double? ratio = best is null ? null : own.RatioTo(best);
        double ShareOfPeak(RaceResult result) => result.RateOverPeak * entrant.OperationsOf(job) / threads;

        bool isLatency = job == Job.Latency;
        figures.AddRange(results.Select(result => new ComparedFigure(
            entrant.Name, Name(job), batch, threads, result.System, result == own ? entrant.VectorBits : null,
            isLatency ? result.Time(0.5) : result.Rate, isLatency ? "us" : "images/s", isLatency ? result.Time(0.99) : null,
            result.Spread, ShareOfPeak(result), ratio)));

        string Cells(Func<RaceResult, string> cell) => string.Concat(Contender.All
            .Select(contender => results.FirstOrDefault(result => result.System == contender.Name))
            .Select(result => (result is null ? "-" : cell(result)).PadLeft(Column)));

        output.WriteLine($"{Name(job),-7}  {batch,5}  {threads,7}"
            + Cells(result => $"{(isLatency ? $"{result.Time(0.5):N2} us" : Images(result.Rate))} ±{result.Spread,3:P0}")
            + $"  {(ratio is { } times ? $"{times:F2}" : "-"),7}  {ShareOfPeak(own),13:P0}");
        if (isLatency)
        {
            const string NoSpread = "      ";
            output.WriteLine(($"{"  p99",-23}" + Cells(result => $"{result.Time(0.99):N2} us{NoSpread}")).TrimEnd());
        }
    }

    /// <summary>Explains the table.</summary>
    public void End()
    {
        output.WriteLine();
        output.WriteLine($"""
            Images per second, or microseconds for one image: medians of rounds in which all systems take turns, ± half the
            distance between the quartiles. c_l: channels_last. ratio: ConvGen over the best other system, round by round; above 1
            ConvGen is faster. share of peak: ConvGen's multiply-adds of the declared network, as if no value were zero, over
            threads x the FMA peak of a core with its widest vectors, measured between the slices.
            """);
        if (largestDistance is { } distance)
        {
            output.WriteLine("Before they were timed, the others' outputs and losses were compared with ConvGen's: they differ by "
                + $"at most {distance:0.0e-0} of the largest value.");
        }

        foreach ((string system, SortedSet<string> taken) in settings)
        {
            output.WriteLine($"{system}'s fastest settings: {string.Join("; ", taken)}.");
        }
    }

    private void Remark(string remark)
    {
        if (remarks.Add(remark))
        {
            output.WriteLine(remark);
        }
    }

    private static string Images(double rate) => rate.ToString(rate < 1_000 ? "N1" : "N0");

    private static string Name(Job job) => job switch
    {
        Job.Train => "train",
        Job.Infer => "infer",
        _ => "latency",
    };
}
