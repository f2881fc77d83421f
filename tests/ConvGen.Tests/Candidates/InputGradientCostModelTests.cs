namespace ConvGen.Tests.Candidates;

/// <summary>The candidates for the gradient of a convolution's input.</summary>
[Collection(nameof(AloneOnTheMachine))]
[Trait("Category", "Slow"), Trait("Category", "Thorough")]
public sealed class InputGradientCostModelTests
{
    private static readonly CandidateProject Project = InputGradientKernel.Project(ConvShapes.Backward);

    public static TheoryData<string> Shapes => [.. ConvShapes.Backward.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Candidates_agree(string shape) => Contest.AssertAgreement(Project.Of(shape));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_chosen_candidate_is_within_a_tenth_of_the_best(string shape) =>
        Contest.AssertChosenWell(shape, Project.Of(shape));
}
