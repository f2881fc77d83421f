namespace ConvGen.Generators.Planning;

/// <summary>Plans the two programs of a network: which steps run after each other, and where in the workspace each finds its values.</summary>
internal sealed class PassPlanner
{
    private const string InputName = "Input";
    private const string InputGradientName = "InputGradient";
    private const string LogitsName = "Logits";
    private const string LogitsGradientName = "LogitsGradient";

    public required ShapedNetwork Network { get; init; }
    public required ValueLayouts Layouts { get; init; }

    /// <summary>The output as the last stage leaves it, and as the loss and the caller read it.</summary>
    public required ActivationLayout Output { get; init; }
    public required ActivationLayout Logits { get; init; }

    public required int ChunkSamples { get; init; }

    private bool ReordersOutput => NetworkPlan.IsReordered(Output);

    private ActivationLayout Input => Layouts[0];

    /// <summary>The forward pass without what only training needs.</summary>
    public PassPlan PlanPrediction(IReadOnlyList<StagePlan> stages)
    {
        // Values that a dropout only hands on are its input.
        var same = new Dictionary<int, int>();
        var predicting = new List<StagePlan>();
        foreach (StagePlan stage in stages)
        {
            StagePlan? own = stage is DropoutStage dropout ? dropout.WhenPredicting : stage;
            if (own is null)
            {
                same[stage.Values.Output] = Original(same, stage.Values.Inputs[0]);
                continue;
            }

            predicting.Add(own with
            {
                Values = own.Values with { Inputs = [.. own.Values.Inputs.Select(value => Original(same, value))] },
            });
        }

        // The loss would make probabilities of the caller's own values where no stage copies them.
        bool copiesInput = !Input.IsChannelMajor || predicting.Count == 0;
        var memory = new ValueMemory(predicting, Layouts, ChunkSamples, copiesInput);
        List<PassStep> steps = [.. PlanForward(PassKind.Prediction, predicting, memory)];
        Memory result = PlanResult(steps, memory.Of(Original(same, Network.OutputValue)));
        if (Network.Loss is { } loss && loss.PredictsProbabilities())
        {
            steps.Add(new PassStep(new KernelCall("LossFunction", "Probabilities", [Operand.Floats("logits", result)]))
            {
                Part = StepPart.Loss,
            });
        }

        return Complete(PassKind.Prediction, predicting, memory, steps, result);
    }

    /// <summary>Forward, loss and backward.</summary>
    public PassPlan PlanTraining(IReadOnlyList<StagePlan> stages, LossFunction loss)
    {
        // The backward pass reads whole vectors, which may reach past the caller's last float.
        bool copiesInput = !Input.IsChannelMajor || stages.Any(stage => stage is ConvStage && stage.Values.Inputs.Contains(0));
        var memory = new ValueMemory(stages, Layouts, ChunkSamples, copiesInput);
        List<PassStep> steps = [.. PlanForward(PassKind.Training, stages, memory)];
        Memory result = PlanResult(steps, memory.Of(Network.OutputValue));
        steps.AddRange(PlanLoss(loss, result, memory.GradientOf(Network.OutputValue)));
        steps.AddRange(PlanBackward(stages, memory));
        return Complete(PassKind.Training, stages, memory, steps, result);
    }

    private static int Original(Dictionary<int, int> same, int value) => same.TryGetValue(value, out int original) ? original : value;

    private static IEnumerable<PassStep> PlanForward(PassKind pass, IReadOnlyList<StagePlan> stages, ValueMemory memory)
    {
        if (memory.CopiesInput)
        {
            yield return new PassStep(new KernelCall(
                "InputLayout",
                "Load",
                [Operand.Floats("inputs", new Memory.Argument("inputs")), Operand.Floats("input", new Memory.Buffer(InputName))]))
            {
                Part = StepPart.Forward,
            };
        }

        foreach (StagePlan stage in stages)
        {
            yield return new PassStep(stage.ForwardCall(pass).Resolve(where => memory.Resolve(stage, where)))
            {
                Part = StepPart.Forward,
            };
        }
    }

    /// <summary>The values as the loss reads them: reordered by a step of their own where the last stage leaves an image.</summary>
    private Memory PlanResult(List<PassStep> steps, Memory output)
    {
        if (!ReordersOutput)
        {
            return output;
        }

        var logits = new Memory.Buffer(LogitsName);
        steps.Add(new PassStep(new KernelCall(
            "OutputLayout", "Store", [Operand.Floats("output", output), Operand.Floats("logits", logits)]))
        {
            Part = StepPart.Forward,
        });
        return logits;
    }

    private IEnumerable<PassStep> PlanLoss(LossFunction loss, Memory logits, Memory outputGradient)
    {
        Memory gradient = ReordersOutput ? new Memory.Buffer(LogitsGradientName) : outputGradient;
        yield return new PassStep(new KernelCall(
            "LossFunction",
            "WithGradient",
            [
                Operand.Floats("logits", logits), Operand.Floats("targets", new Memory.Argument("targets")),
                Operand.Floats("gradient", gradient), new Operand.Scalar("float", "gradientScale"),
            ]))
        {
            Part = StepPart.Loss,
            Result = "double loss",
        };
        if (ReordersOutput)
        {
            yield return new PassStep(new KernelCall(
                "OutputLayout",
                "LoadGradient",
                [Operand.Floats("logitsGradient", gradient), Operand.Floats("outputGradient", outputGradient)]))
            {
                Part = StepPart.Loss,
            };
        }
    }

    /// <summary>The stages from the last to the first. The first of a value's readers to run sets the gradient of the value; each of the
    /// others writes its part beside it, which is then added.</summary>
    private static IEnumerable<PassStep> PlanBackward(IReadOnlyList<StagePlan> stages, ValueMemory memory)
    {
        foreach (StagePlan stage in stages.Reverse())
        {
            List<(int Value, Memory Part)> parts = [];
            Memory Resolve(Memory where)
            {
                if (where is not Memory.InputGradient { Index: var index } || memory.SetsGradient(stage, index))
                {
                    return memory.Resolve(stage, where);
                }

                Memory part = ValueMemory.GradientPart(stage, index);
                parts.Add((stage.Values.Inputs[index], part));
                return part;
            }

            yield return new PassStep(stage.BackwardCall().Resolve(Resolve)) { Part = StepPart.Backward };
            foreach ((int value, Memory part) in parts)
            {
                yield return new PassStep(new KernelCall(
                    memory.SumClass(value),
                    "Add",
                    [Operand.Floats("part", part), Operand.Floats("gradient", memory.GradientOf(value))]))
                {
                    Part = StepPart.Backward,
                    OnlyForInputGradient = value == 0,
                };
            }
        }

        yield return new PassStep(new KernelCall(
            "InputLayout",
            "StoreGradient",
            [
                Operand.Floats("inputGradient", new Memory.OptionalBuffer(InputGradientName)),
                Operand.Floats("inputGradients", new Memory.Argument("inputGradients")),
            ]))
        {
            Part = StepPart.Backward,
            OnlyForInputGradient = true,
        };
    }

    private PassPlan Complete(
        PassKind pass, IReadOnlyList<StagePlan> stages, ValueMemory memory, List<PassStep> steps, Memory result)
    {
        int logits = Logits.SampleStride * ChunkSamples;
        IEnumerable<BufferRequest> requests =
        [
            .. memory.Buffers,
            .. stages.SelectMany(stage => stage.Buffers(pass, ChunkSamples)),
            new(LogitsName, ElementType.Float, logits),
            new(LogitsGradientName, ElementType.Float, logits),
        ];
        return new PassPlan
        {
            Stages = stages,
            Segments = [new Segment(steps)],
            Workspace = WorkspacePlanner.Plan(steps, requests, result),
            Result = result,
            CopiesInput = memory.CopiesInput,
            GradientSums = memory.GradientSums,
        };
    }
}
