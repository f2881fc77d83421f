using ConvGen.Testing;
using ConvGen.Tests.Behaviour;
using ConvGen.Tests.Probe;

namespace ConvGen.Tests.Numbers;

/// <summary>Inputs, outputs, targets, weights, gradients and workspaces start, then end, at an inaccessible page:
/// predictions, gradients and training steps access no memory outside them, for all shapes of <see
/// cref="IntegerShapeTests"/>.</summary>
[Trait("Category", "Slow"), Trait("Category", "Process")]
public sealed class GuardPageTests
{
    public static TheoryData<int> Batches => IntegerShapeTests.Batches;

    [Theory]
    [MemberData(nameof(Batches))]
    public void No_network_steps_beside_its_memory(int batch)
    {
        (int networks, ReadOnlyMemory<byte> image) = IntegerShapeTests.Compiled(batch);
        string path = Path.Combine(Path.GetTempPath(), $"ConvGen.{Guid.NewGuid():N}.dll");
        File.WriteAllBytes(path, image.Span);
        try
        {
            (int exitCode, string answer, string errors) = ProbeProcess.Run("guard", path);

            Assert.True(
                exitCode == 0, $"CONVGEN_SEED={Campaign.Seed}, exit code {exitCode}; the last network named is it:\n{errors}");
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
    public void A_step_beside_guarded_memory_ends_the_process(GuardedSide side)
    {
        (int exitCode, string answer, _) = ProbeProcess.Run("transgress", $"{side}");

        Assert.NotEqual(0, exitCode);
        Assert.Empty(answer);
    }
}
