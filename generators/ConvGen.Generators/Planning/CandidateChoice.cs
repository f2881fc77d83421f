namespace ConvGen.Generators.Planning;

/// <summary>
/// Picks one of several schedules for a pass of a layer: the cheapest by the cost model. A test that wants to time all of them
/// asks for one by its name.
/// </summary>
internal sealed class CandidateChoice
{
    private readonly HashSet<string> preferred;

    private CandidateChoice(IEnumerable<string> preferred) =>
        this.preferred = new(preferred, StringComparer.Ordinal);

    public static CandidateChoice Cheapest { get; } = new([]);

    /// <summary>Candidates of these names, as they describe themselves; the cheapest where a pass has none of them.</summary>
    public static CandidateChoice Prefer(params string[] names) => new(names);

    /// <summary>The chosen candidate; those rejected travel along, for the head of the generated file.</summary>
    /// <param name="candidates">At least one. Of equally cheap ones the first wins.</param>
    public T Choose<T>(IEnumerable<T> candidates)
        where T : CandidateSchedule
    {
        List<T> ordered = [.. candidates
            .OrderByDescending(candidate => preferred.Contains(candidate.Describe()))
            .ThenBy(candidate => candidate.Cycles / candidate.WorthwhileShare)];
        T chosen = ordered[0];
        return chosen with { Rejected = [.. ordered.Skip(1).OrderBy(candidate => candidate.Cycles)] };
    }
}
