using ConvGen.Testing;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Probe;

namespace ConvGen.Tests.Numbers;

/// <summary>Predictions, gradients and training steps access no memory outside inputs, outputs, targets, weights, gradients and
/// workspaces, for all shapes of <see cref="IntegerShapeTests"/>. All this memory starts at an inaccessible page in one run, and ends at
/// one in another.</summary>
[Trait("Category", "Slow"), Trait("Category", "Process")]
public sealed class GuardPageTests
{
    public static TheoryData<int> Batches => IntegerShapeTests.Batches;

    [Theory]
    [MemberData(nameof(Batches))]
    public void No_network_accesses_memory_outside_its_own(int batch)
    {
        (int networks, ReadOnlyMemory<byte> image) = IntegerShapeTests.Compiled(batch);
        string path = Path.Combine(Path.GetTempPath(), $"ConvGen.{Guid.NewGuid():N}.dll");
        File.WriteAllBytes(path, image.Span);
        try
        {
            (int exitCode, string answer, string errors) = ProbeProcess.Run("guard", path);

            Assert.True(
                exitCode == 0, $"CONVGEN_SEED={Campaign.Seed}, exit code {exitCode}; the last named network failed:\n{errors}");
            Assert.Equal($"{networks} networks", answer);
            Campaign.Report("guard pages", $"batch {batch}: {answer} on memory between inaccessible pages, no fault");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(GuardedSide.Start)]
    [InlineData(GuardedSide.End)]
    public void An_access_next_to_guarded_memory_ends_the_process(GuardedSide side)
    {
        (int exitCode, string answer, _) = ProbeProcess.Run("transgress", $"{side}");

        Assert.NotEqual(0, exitCode);
        Assert.Empty(answer);
    }
}
