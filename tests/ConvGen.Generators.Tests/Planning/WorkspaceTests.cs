using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Planning;
using ConvGen.Generators.Planning.Storage;
using ConvGen.Generators.Planning.Targets;
using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Planning;

/// <summary>The memory of a pass is little more than what its values need at one time.</summary>
public sealed class WorkspaceTests
{
    [Theory]
    [InlineData("[Network(16, 32, 32)] [Conv(16, 3, Same = true), ReLU] [Residual, Conv(16, 3, Same = true), ReLU, Conv(16, 3, Same = true), "
        + "EndResidual, ReLU] [GlobalAveragePool, Dense(10), SoftmaxCrossEntropy] partial class Net;")]
    [InlineData("[Network(3, 16, 16)] [Conv(16, 3, Same = true), ReLU] [Residual, Conv(32, 3, Stride = 2, Pad = 1), ReLU, "
        + "Conv(32, 3, Same = true), Shortcut, Conv(32, 1, Stride = 2), EndResidual, ReLU] [Dense(10), SoftmaxCrossEntropy] partial class Net;")]
    public void A_residual_block_needs_at_most_a_tenth_more_than_its_live_values(string network)
    {
        NetworkPlan plan = Planner.Plan(
            ShapeInference.Infer(DeclarationReader.Read(
                Compile.Sources(network).GetTypeByMetadataName("Net")!, CancellationToken.None).Declaration!).Network!,
            Target.EightLanes);
        foreach (PassPlan pass in new[] { plan.Prediction, plan.Training! })
        {
            IReadOnlyList<BufferPlan> buffers = pass.Workspace.Buffers;
            int needed = Enumerable.Range(1, pass.Steps.Count() + 1)
                .Max(step => buffers.Where(buffer => buffer.FirstStep <= step && step <= buffer.LastStep).Sum(buffer => buffer.Floats));
            Assert.True(needed > 0);
            Assert.True(pass.Workspace.Floats <= 1.1 * needed, $"{pass.Workspace.Floats} floats, of which {needed} are needed at one time.");
        }
    }
}
