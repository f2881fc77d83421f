namespace ConvGen.Tests.Matrix;

/// <summary>Compares outputs, loss and all gradients of generated code with the reference in double precision.</summary>
[Trait("Category", "Slow"), Trait("Category", "Coverage")]
public sealed class GradientMatrixTests
{
    public static TheoryData<string> Names => [.. NetworkMatrix.Cases.Select(@case => @case.Network.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Generated_code_agrees_with_the_reference(string name)
    {
        MatrixCase @case = NetworkMatrix.Named(name);
        ReferenceNetwork reference = new(@case.Network);
        var drawn = DrawnCase.Draw(reference, @case.Batch, NetworkMatrix.SeedOf(name));

        NetworkRun.Compare(
            reference, NetworkMatrix.Batch.Create(reference), drawn.Inputs, drawn.Targets, Agreement.AssertClose);
    }
}
