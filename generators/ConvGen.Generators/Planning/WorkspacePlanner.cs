namespace ConvGen.Generators.Planning;

/// <summary>
/// The buffers of the two passes, with the steps between which each is alive. Forward steps count up from the copy of the input
/// (0) over the stages (1 to n) to the loss (n + 1); backward steps go on counting, last stage first.
/// </summary>
internal static class WorkspacePlanner
{
    public static WorkspacePlan PlanInference(NetworkPlan plan)
    {
        var buffers = new BufferAllocator();
        if (plan.CopiesInputToPredict)
        {
            AddInput(buffers, plan);
        }

        for (int i = 0; i < plan.Stages.Count; i++)
        {
            StagePlan stage = plan.Stages[i];
            if (stage.HandsInputOn)
            {
                continue;
            }

            int handedOn = plan.Stages.Skip(i + 1).TakeWhile(next => next.HandsInputOn).Count();
            AddActivation(buffers, BufferNames.Output(stage), stage.Output, plan.ChunkSamples, i + 1, i + 2 + handedOn);
            AddForwardScratch(buffers, stage, plan.ChunkSamples, i + 1);
        }

        if (plan.ReordersOutput)
        {
            int step = plan.Stages.Count + 1;
            buffers.Add(BufferNames.Logits, plan.Logits.SampleStride * plan.ChunkSamples, step, step);
        }

        return buffers.Place();
    }

    public static WorkspacePlan PlanTraining(NetworkPlan plan)
    {
        var buffers = new BufferAllocator();
        int chunk = plan.ChunkSamples;
        int stages = plan.Stages.Count;
        int loss = stages + 1;
        int BackwardStep(int stage) => loss + stages - stage;
        int end = BackwardStep(0) + 1;

        if (plan.CopiesInputToTrain)
        {
            AddInput(buffers, plan);
        }

        if (plan.ReordersOutput)
        {
            buffers.Add(BufferNames.Logits, plan.Logits.SampleStride * chunk, loss, loss);
            buffers.Add(BufferNames.LogitsGradient, plan.Logits.SampleStride * chunk, loss, loss);
        }

        for (int i = 0; i < stages; i++)
        {
            StagePlan stage = plan.Stages[i];
            int backward = BackwardStep(i);
            int floats = stage.Output.SampleStride * chunk;
            AddActivation(buffers, BufferNames.Output(stage), stage.Output, chunk, i + 1, backward);
            buffers.Add(BufferNames.OutputGradient(stage), floats, backward - 1, backward);
            AddForwardScratch(buffers, stage, chunk, i + 1);
            switch (stage)
            {
                case ConvStage conv:
                    if (conv.Pool is not null)
                    {
                        buffers.Add(BufferNames.Winners(stage), floats, i + 1, backward);
                    }

                    AddLists(buffers, conv, backward);
                    break;
                case DepthwiseStage depthwise:
                    // Its zeros stay because nobody else ever writes there.
                    buffers.AddForever(BufferNames.SpreadGradient(stage), depthwise.Schedule.Spread.SampleStride);
                    break;
                case GroupedConvStage { Group: var group }:
                    AddGroupGradients(buffers, group, chunk, backward);
                    if (group.Pool is not null)
                    {
                        int winners = group.Groups * group.Output.SampleStride * chunk;
                        buffers.Add(BufferNames.Winners(stage), winners, i + 1, backward);
                    }

                    AddLists(buffers, group, backward);
                    break;
                case MaxPoolStage:
                    buffers.Add(BufferNames.Winners(stage), floats, i + 1, backward);
                    break;
                case ActivationStage { Activation: { KeepsSlopes: true } }:
                    buffers.Add(BufferNames.Slopes(stage), stage.Input.SampleStride * chunk, i + 1, backward);
                    break;
                case DropoutStage dropout:
                    buffers.Add(BufferNames.Masks(stage), dropout.Masks.SampleStride * chunk, i + 1, backward);
                    break;
            }
        }

        buffers.Add(BufferNames.InputGradient, plan.Input.SampleStride * chunk + plan.Input.Slack, end - 1, end);
        return buffers.Place();
    }

    /// <summary>
    /// The images of a group, and Winograd's transformed tiles and their products, of a few rows of tiles at a time.
    /// </summary>
    private static void AddForwardScratch(BufferAllocator buffers, StagePlan stage, int samples, int step)
    {
        if (stage is GroupedConvStage { Group: var group })
        {
            // As with the network's input: the copy writes values only, and the backward pass copies anew.
            buffers.AddForever(BufferNames.GroupInput(stage), group.Input.SampleStride * samples + group.Input.Slack);
            buffers.Add(BufferNames.GroupOutput(stage), group.Output.SampleStride * samples, step, step);
            AddForwardScratch(buffers, group, samples, step);
        }

        if (stage is ConvStage { Forward: WinogradForward winograd })
        {
            int frequencies = winograd.Transform.Frequencies;
            buffers.Add(BufferNames.Transformed(stage), frequencies * winograd.TransformedFrequency, step, step);
            buffers.Add(BufferNames.Products(stage), frequencies * winograd.ProductFrequency, step, step);
        }
    }

    /// <summary>The gradients of the images of a group, one group after the other.</summary>
    private static void AddGroupGradients(BufferAllocator buffers, ConvStage group, int samples, int step)
    {
        buffers.Add(BufferNames.GroupOutputGradient(group), group.Output.SampleStride * samples, step, step);
        buffers.Add(
            BufferNames.GroupInputGradient(group), group.Input.SampleStride * samples + group.Input.Slack, step, step);
    }

    /// <summary>The live gradients as they lie in memory and, a band at a time, by filter.</summary>
    private static void AddLists(BufferAllocator buffers, ConvStage stage, int step)
    {
        LiveGradientSchedule schedule = stage.Backward;
        int filters = stage.Conv.Output.Channels;
        if (schedule.InputGradient is InputGradientDense dense)
        {
            // Its border stays zero because nobody else ever writes there.
            buffers.AddForever(BufferNames.BorderedGradient(stage), dense.Bordered.SampleStride);
            buffers.Add(BufferNames.MirroredWeights(stage), dense.ReductionLength * stage.Input.PixelStride, step, step);
        }

        if (schedule.ListsLive)
        {
            (string places, int floats) = schedule.InputGradient is InputGradientByField
                ? (BufferNames.LiveFields(stage), 2 * (schedule.GroupFields + 1))
                : (BufferNames.LiveOffsets(stage), schedule.GroupEntries);
            buffers.Add(places, floats, step, step);
            buffers.Add(BufferNames.LiveValues(stage), schedule.GroupEntries, step, step);
            buffers.Add(BufferNames.LiveFilters(stage), schedule.GroupEntries, step, step);
        }

        if (schedule.ListsByFilter)
        {
            buffers.Add(BufferNames.LiveGradients(stage), 2 * filters * schedule.Capacity, step, step);
            buffers.Add(BufferNames.LiveCounts(stage), filters, step, step);
        }
    }

    /// <summary>The copy writes values only: the padding between them stays zero because nobody else ever writes there.</summary>
    private static void AddInput(BufferAllocator buffers, NetworkPlan plan) =>
        buffers.AddForever(BufferNames.Input, plan.Input.SampleStride * plan.ChunkSamples + plan.Input.Slack);

    /// <summary>A border of zeros is written by nobody, so it must never be anybody else's memory.</summary>
    private static void AddActivation(
        BufferAllocator buffers, string name, ActivationLayout layout, int samples, int firstStep, int lastStep)
    {
        int floats = layout.SampleStride * samples + layout.Slack;
        if (layout.HasBorder)
        {
            buffers.AddForever(name, floats);
        }
        else
        {
            buffers.Add(name, floats, firstStep, lastStep);
        }
    }
}

/// <summary>What buffers are called, in the plan and in generated code.</summary>
internal static class BufferNames
{
    public const string Input = "Input";
    public const string InputGradient = "InputGradient";
    public const string Logits = "Logits";
    public const string LogitsGradient = "LogitsGradient";

    public static string Output(StagePlan stage) => stage.Name + "Output";
    public static string OutputGradient(StagePlan stage) => stage.Name + "OutputGradient";
    public static string Winners(StagePlan stage) => stage.Name + "Winners";
    public static string Slopes(StagePlan stage) => stage.Name + "Slopes";
    public static string Masks(StagePlan stage) => stage.Name + "Masks";
    public static string BorderedGradient(StagePlan stage) => stage.Name + "BorderedGradient";
    public static string SpreadGradient(StagePlan stage) => stage.Name + "SpreadGradient";
    public static string MirroredWeights(StagePlan stage) => stage.Name + "MirroredWeights";
    public static string LiveFields(StagePlan stage) => stage.Name + "LiveFields";
    public static string LiveOffsets(StagePlan stage) => stage.Name + "LiveOffsets";
    public static string LiveValues(StagePlan stage) => stage.Name + "LiveValues";
    public static string LiveFilters(StagePlan stage) => stage.Name + "LiveFilters";
    public static string LiveGradients(StagePlan stage) => stage.Name + "LiveGradients";
    public static string Transformed(StagePlan stage) => stage.Name + "Transformed";
    public static string Products(StagePlan stage) => stage.Name + "Products";
    public static string GroupInput(StagePlan stage) => stage.Name + "GroupInput";
    public static string GroupOutput(StagePlan stage) => stage.Name + "GroupOutput";
    public static string GroupInputGradient(StagePlan stage) => stage.Name + "GroupInputGradient";
    public static string GroupOutputGradient(StagePlan stage) => stage.Name + "GroupOutputGradient";
    public static string LiveCounts(StagePlan stage) => stage.Name + "LiveCounts";
}
