namespace ConvGen.Generators.Planning.Schedules;

/// <summary>One of several ways to compute a pass of a layer, with its estimated cost.</summary>
internal abstract record CandidateSchedule
{
    /// <summary>The estimated cycles for one sample.</summary>
    public required long Cycles { get; init; }

    /// <summary>
    /// A schedule with a disadvantage, such as lower accuracy, is chosen only if its estimated time is below this share of the time of
    /// the others.
    /// </summary>
    public virtual double WorthwhileShare => 1;

    /// <summary>The candidates that were not chosen, cheapest first.</summary>
    public EquatableArray<CandidateSchedule> Rejected { get; init; } = [];

    /// <summary>A short name that is unique among the candidates for the same pass: <c>direct, 3 x 2x2</c>.</summary>
    public abstract string Describe();
}
