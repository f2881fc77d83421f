namespace ConvGen.Generators.Planning.Schedules;

/// <summary>
/// Chooses one of several schedules for a pass of a layer: the cheapest by the cost model. Tests that time all of them select one by its
/// name.
/// </summary>
internal sealed class CandidateChoice
{
    private readonly Predicate<CandidateSchedule> _isPreferred;

    private CandidateChoice(Predicate<CandidateSchedule> isPreferred) => _isPreferred = isPreferred;

    public static CandidateChoice Cheapest { get; } = new(_ => false);

    /// <summary>Prefers the candidates with the given descriptions. A pass that has none of them gets the cheapest.</summary>
    public static CandidateChoice Prefer(params string[] names) => new(candidate => names.Contains(candidate.Describe()));

    /// <summary>Prefers some candidates: the cheapest of them is chosen, or the cheapest of all for a pass that has none of
    /// them.</summary>
    public static CandidateChoice Prefer(Predicate<CandidateSchedule> isPreferred) => new(isPreferred);

    /// <summary>Chooses a candidate. The result also holds the rejected ones, for the head of the generated file.</summary>
    /// <param name="candidates">At least one candidate. Of equally cheap ones the first is chosen.</param>
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
