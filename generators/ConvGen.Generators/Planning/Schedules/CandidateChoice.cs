namespace ConvGen.Generators.Planning.Schedules;

/// <summary>
/// Picks one of several schedules for a pass of a layer: the cheapest by the cost model. A test that wants to time all of them
/// asks for one by its name.
/// </summary>
internal sealed class CandidateChoice
{
    private readonly Predicate<CandidateSchedule> _isPreferred;

    private CandidateChoice(Predicate<CandidateSchedule> isPreferred) => _isPreferred = isPreferred;

    public static CandidateChoice Cheapest { get; } = new(_ => false);

    /// <summary>Candidates of these names, as they describe themselves; the cheapest where a pass has none of them.</summary>
    public static CandidateChoice Prefer(params string[] names) => new(candidate => names.Contains(candidate.Describe()));

    /// <summary>The cheapest of some candidates, or of all where a pass has none of those.</summary>
    public static CandidateChoice Prefer(Predicate<CandidateSchedule> isPreferred) => new(isPreferred);

    /// <summary>The chosen candidate; those rejected travel along, for the head of the generated file.</summary>
    /// <param name="candidates">At least one. Of equally cheap ones the first wins.</param>
    public T Choose<T>(IEnumerable<T> candidates)
        where T : CandidateSchedule
    {
        List<T> ordered = [.. candidates
            .OrderByDescending(candidate => _isPreferred(candidate))
            .ThenBy(candidate => candidate.Cycles / candidate.WorthwhileShare)];
        T chosen = ordered[0];
        return chosen with { Rejected = [.. ordered.Skip(1).OrderBy(candidate => candidate.Cycles)] };
    }
}
