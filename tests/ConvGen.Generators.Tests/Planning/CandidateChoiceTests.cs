using ConvGen.Generators.Planning.Schedules;

namespace ConvGen.Generators.Tests.Planning;

public sealed class CandidateChoiceTests
{
    private static readonly IReadOnlyList<Candidate> Candidates =
        [new("slow", 300), new("quick", 100), new("rough", 90, 0.85), new("as quick", 100)];

    [Fact]
    public void The_first_of_the_cheapest_is_chosen_and_the_others_are_kept_in_order()
    {
        Candidate chosen = CandidateChoice.Cheapest.Choose(Candidates);

        Assert.Equal("quick", chosen.Name);
        Assert.Equal(["rough", "as quick", "slow"], chosen.Rejected.Select(candidate => candidate.Describe()));
    }

    [Fact]
    public void A_less_accurate_candidate_is_chosen_if_it_saves_enough()
    {
        Candidate chosen = CandidateChoice.Cheapest.Choose([new Candidate("exact", 100), new Candidate("rough", 84, 0.85)]);

        Assert.Equal("rough", chosen.Name);
    }

    [Fact]
    public void A_preferred_candidate_is_chosen_at_any_cost()
    {
        Assert.Equal("slow", CandidateChoice.Prefer("slow", "of another layer").Choose(Candidates).Name);
        Assert.Equal("quick", CandidateChoice.Prefer("of another layer").Choose(Candidates).Name);
    }

    private sealed record Candidate : CandidateSchedule
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Candidate(string name, long cycles, double worthwhileShare = 1)
        {
            Name = name;
            Cycles = cycles;
            WorthwhileShare = worthwhileShare;
        }

        public string Name { get; }

        public override double WorthwhileShare { get; }

        public override string Describe() => Name;
    }
}
