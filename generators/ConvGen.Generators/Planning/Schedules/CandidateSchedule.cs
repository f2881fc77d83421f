namespace ConvGen.Generators.Planning.Schedules;

/// <summary>One of several ways to compute a pass of a layer, with what the cost model says of it.</summary>
internal abstract record CandidateSchedule
{
    /// <summary>What the cost model expects of one sample, in cycles.</summary>
    public required long Cycles { get; init; }

    /// <summary>
    /// A schedule that pays for its speed with something else, such as accuracy, must promise to take less than this share of
    /// the time of the others.
    /// </summary>
    public virtual double WorthwhileShare => 1;

    /// <summary>The candidates that lost, cheapest first.</summary>
    public EquatableArray<CandidateSchedule> Rejected { get; init; } = [];

    /// <summary>A short name, different from those of all other candidates for the same pass: <c>direct, 3 x 2x2</c>.</summary>
    public abstract string Describe();
}
