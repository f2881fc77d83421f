namespace ConvGen.Generators.Planning.Targets;

/// <summary>Checks that everything in a plan fits the plan's target: layouts its lanes, tiles its registers.</summary>
internal static class TargetChecker
{
    /// <summary>The register for the value that every step of a tile's innermost loop broadcasts.</summary>
    private const int Broadcast = 1;

    public static void Check(NetworkPlan plan)
    {
        CheckLayout(plan.Target, plan.Input, "the network's input");
        foreach (OutputPlan output in plan.Outputs)
        {
            CheckLayout(plan.Target, output.Layout, "the network's output");
            CheckLayout(plan.Target, output.Vector, "the output's vector");
        }

        foreach (StagePlan stage in plan.Stages)
        {
            foreach (ActivationLayout input in stage.Inputs)
            {
                CheckLayout(plan.Target, input, $"the input of {stage.Name}");
            }

            CheckLayout(plan.Target, stage.Output, $"the output of {stage.Name}");
            stage.CheckTarget(plan.Target);
        }
    }

    public static void CheckConv(Target target, ConvStage stage)
    {
        PlanChecker.Require(
            stage.Kernel.Target == target && stage.Kernel.WeightRunStride % target.Lanes == 0,
            $"the weights of {stage.Name} are padded to the target's lanes");
        CheckForward(target, stage);
        CheckBackwardTile(target, stage);
        if (stage.Backward.InputGradient is InputGradientDense dense)
        {
            CheckLayout(target, dense.Bordered, $"the bordered gradient of {stage.Name}");
            foreach (MirroredConvBlock block in dense.Blocks)
            {
                CheckLanes(target, block.Lanes, stage);
                CheckTile(target, block.Vectors * block.TilePixels, held: block.Vectors, stage);
            }
        }
    }

    private static void CheckForward(Target target, ConvStage stage)
    {
        switch (stage.Forward)
        {
            case DirectForward direct:
                foreach (DirectBlock block in direct.Blocks)
                {
                    CheckLanes(target, block.Lanes, stage);
                    CheckTile(target, block.Sums(block.TileOutputs), held: block.Vectors, stage);
                }

                break;
            case PixelLanesForward pixels:
                CheckLanes(target, pixels.TileColumns, stage);
                foreach (PixelLanesBlock block in pixels.Blocks)
                {
                    int sums = block.RealFilters * PixelLanesForward.TileRows;
                    CheckTile(target, sums, held: PixelLanesForward.TileRows, stage);
                }

                break;
            case WinogradForward winograd:
                foreach (WinogradBlock block in winograd.Blocks)
                {
                    CheckLanes(target, block.Lanes, stage);
                    CheckTile(target, block.TileGroup * block.Vectors, held: block.Vectors, stage);
                }

                break;
            default:
                throw Unreachable.Kind(stage.Forward);
        }
    }

    private static void CheckBackwardTile(Target target, ConvStage stage)
    {
        ConvBackwardSchedule schedule = stage.Backward;
        int sums = Math.Max(schedule.WeightTile.Sums * schedule.Interleave, schedule.InputTile.Sums);
        PlanChecker.Require(
            sums <= target.MaxAccumulatorsWithFoldedLoads && sums + Broadcast <= target.Registers,
            $"the backward tile of {stage.Name} fits the registers");
    }

    public static void CheckLayout(Target target, ActivationLayout layout, string what)
    {
        PlanChecker.Require(layout.Target == target, $"{what} is laid out for the plan's target");
        PlanChecker.Require(layout.SampleStride % target.Lanes == 0, $"the samples of {what} are padded to whole vectors");
        PlanChecker.Require(
            layout.IsPlanar || (layout.PixelStride % target.Lanes == 0 && layout.PixelStride >= layout.Shape.Channels),
            $"the channels of {what} are padded to whole vectors");
    }

    private static void CheckLanes(Target target, int lanes, StagePlan stage) =>
        PlanChecker.Require(lanes == target.Lanes, $"the vectors of {stage.Name} have the target's lanes");

    /// <summary>Checks that a tile's sums, its operands in registers and one broadcast value fit the registers.</summary>
    public static void CheckTile(Target target, int sums, int held, StagePlan stage)
    {
        CheckSums(target, sums, stage);
        PlanChecker.Require(sums + held + Broadcast <= target.Registers, $"the tile of {stage.Name} fits the registers with its operands");
    }

    public static void CheckSums(Target target, int sums, StagePlan stage) =>
        PlanChecker.Require(sums <= target.MaxAccumulators, $"the tile of {stage.Name} fits the registers");
}
