namespace ConvGen.Tests.Candidates;

/// <summary>The candidates for the forward pass of a convolution.</summary>
[Collection(nameof(AloneOnTheMachine))]
[Trait("Category", "Slow"), Trait("Category", "Thorough")]
public sealed class ForwardCostModelTests
{
    private static readonly CandidateProject Project = ForwardKernel.Project(ConvShapes.Forward);

    public static TheoryData<string> Shapes => [.. ConvShapes.Forward.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Candidates_agree(string shape) => Contest.AssertAgreement(Project.Of(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_chosen_candidate_is_within_a_tenth_of_the_best(string shape) =>
        Contest.AssertChosenWell(shape, Project.Of(shape));
}
