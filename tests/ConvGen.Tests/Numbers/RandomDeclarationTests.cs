using ConvGen.Testing;
using ConvGen.Tests.Matrix;

namespace ConvGen.Tests.Numbers;

/// <summary>Random valid declarations compile without a warning and agree with the reference in outputs, loss and every
/// gradient.</summary>
/// <remarks>In addition to <see cref="NetworkMatrix"/>, of which 80 networks are random, too.</remarks>
[Trait("Category", "Slow")]
public sealed class RandomDeclarationTests
{
    private const int BatchSize = 40;

    private static readonly NetworkTrial Trial = new("random declarations", RandomNetworks.DrawSamples, Agreement.AssertClose);

    public static TheoryData<int> Batches =>
        [.. Enumerable.Range(0, Campaign.Count(usual: 80, campaign: 5000) / BatchSize)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Drawn_networks_agree_with_the_reference(int batch)
    {
        // The matrix has the networks of seed 1 already.
        IReadOnlyList<MatrixCase> cases = RandomNetworks.Draw(BatchSize, seed: unchecked(Campaign.Seed + 1 + batch));
        Trial.Hold($"RandomDeclarations{batch}", cases);
        int layers = cases.Sum(@case => @case.Network.Layers.Count);
        Campaign.Report("random declarations", $"batch {batch}: {cases.Count} networks of {layers} layers agree");
    }
}
