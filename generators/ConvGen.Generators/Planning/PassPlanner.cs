namespace ConvGen.Generators.Planning;

/// <summary>Plans the prediction pass and the training pass of a network: the order of the steps, and the memory of each step's
/// operands.</summary>
internal sealed class PassPlanner
{
    private const string InputName = "Input";
    private const string InputGradientName = "InputGradient";
    private const string LogitsGradientName = "LogitsGradient";

    public required ShapedNetwork Network { get; init; }
    public required ValueLayouts Layouts { get; init; }

    /// <summary>The outputs in order.</summary>
    public required IReadOnlyList<OutputPlan> Outputs { get; init; }

    public required int ChunkSamples { get; init; }

    /// <summary>Assigns kernels to stages that exist only in prediction.</summary>
    public required KernelSharing Kernels { get; init; }

    private ActivationLayout Input => Layouts[0];

    /// <summary>Plans prediction: the forward pass without buffers and stages that only training needs.</summary>
    public PassPlan PlanPrediction(IReadOnlyList<StagePlan> stages)
    {
        // The output of a dropout that prediction omits is its input.
        var same = new Dictionary<int, int>();
        var predicting = new List<StagePlan>();
        foreach (StagePlan stage in stages)
        {
            if (stage.WhenPredicting() is not { } own)
            {
                same[stage.Values.Output] = Original(same, stage.Values.Inputs[0]);
                continue;
            }

            predicting.Add(Kernels.Share(own) with
            {
                Values = own.Values with { Inputs = [.. own.Values.Inputs.Select(value => Original(same, value))] },
            });
        }

        // Copies the input if there is no stage, because the output function works in place.
        bool copiesInput = !Input.IsChannelMajor || predicting.Count == 0;
        var memory = new ValueMemory(predicting, Layouts, ChunkSamples, copiesInput);
        List<PassStep> steps = [.. PlanForward(PassKind.Prediction, predicting, memory)];
        List<Memory> results = [.. Outputs.Select(output => PlanResult(steps, output, memory.Of(Original(same, output.Value))))];
        if (Network.Loss is { } loss && loss.PredictsProbabilities())
        {
            steps.Add(new PassStep(new KernelCall("LossFunction", "Probabilities", [Operand.Floats("logits", results[0])]))
            {
                Part = StepPart.Loss,
                About = $"{loss}: probabilities.",
            });
        }

        return Complete(PassKind.Prediction, predicting, memory, steps, results);
    }

    /// <summary>Plans training: the forward pass, the loss and the backward pass.</summary>
    public PassPlan PlanTraining(IReadOnlyList<StagePlan> stages, LossFunction loss)
    {
        // The backward pass reads whole vectors, which can extend past the caller's last float.
        bool copiesInput = !Input.IsChannelMajor || stages.Any(stage => stage is ConvStage && stage.Values.Inputs.Contains(0));
        var memory = new ValueMemory(stages, Layouts, ChunkSamples, copiesInput);
        List<PassStep> steps = [.. PlanForward(PassKind.Training, stages, memory)];
        OutputPlan output = Outputs[0];
        Memory result = PlanResult(steps, output, memory.Of(output.Value));
        steps.AddRange(PlanLoss(loss, output, result, memory.GradientOf(output.Value)));
        steps.AddRange(PlanBackward(stages, memory));
        return Complete(PassKind.Training, stages, memory, steps, [result]);
    }

    private static int Original(Dictionary<int, int> same, int value) => same.TryGetValue(value, out int original) ? original : value;

    private IEnumerable<PassStep> PlanForward(PassKind pass, IReadOnlyList<StagePlan> stages, ValueMemory memory)
    {
        if (memory.CopiesInput)
        {
            yield return new PassStep(new KernelCall(
                "InputLayout",
                "Load",
                [Operand.Floats("inputs", new Memory.Argument("inputs")), Operand.Floats("input", new Memory.Buffer(InputName))]))
            {
                Part = StepPart.Forward,
                About = !Input.IsChannelMajor ? "Copies the inputs into the layout of the first layer."
                    : pass == PassKind.Training
                        ? "Copies the inputs: the backward pass reads whole vectors, which may reach past the caller's last value."
                        : "Copies the inputs, because the caller's own must not change.",
            };
        }

        foreach (StagePlan stage in stages)
        {
            if (pass == PassKind.Training && stage.Statistics is { } statistics)
            {
                yield return new PassStep(statistics.Call.Resolve(where => memory.Resolve(stage, where)))
                {
                    Part = StepPart.Forward,
                    About = $"{stage.Name}: {statistics.About}.",
                    Meeting = statistics.Meeting,
                };
            }

            yield return new PassStep(stage.ForwardCall(pass).Resolve(where => memory.Resolve(stage, where)))
            {
                Part = StepPart.Forward,
                About = $"{LayersOf(stage)}: {stage.Input.Shape} -> {stage.Output.Shape}.",
            };
        }
    }

    /// <summary>Plans the memory of an output. If its stage writes an image, another step reorders it.</summary>
    private Memory PlanResult(List<PassStep> steps, OutputPlan output, Memory written)
    {
        if (!output.IsReordered)
        {
            return written;
        }

        var vector = new Memory.Buffer(output.BufferName);
        steps.Add(new PassStep(new KernelCall(
            output.KernelClass, "Store", [Operand.Floats("output", written), Operand.Floats("logits", vector)]))
        {
            Part = StepPart.Forward,
            About = Outputs.Count == 1
                ? "Copies the outputs into the caller's order."
                : $"Copies the output of {Network.NameOf(output.Value)} into the caller's order.",
        });
        return vector;
    }

    private static IEnumerable<PassStep> PlanLoss(LossFunction loss, OutputPlan output, Memory logits, Memory outputGradient)
    {
        Memory gradient = output.IsReordered ? new Memory.Buffer(LogitsGradientName) : outputGradient;
        yield return new PassStep(new KernelCall(
            "LossFunction",
            "WithGradient",
            [
                Operand.Floats("logits", logits), Operand.Floats("targets", new Memory.Argument("targets")),
                Operand.Floats("gradient", gradient), new Operand.Scalar("float", "gradientScale"),
            ]))
        {
            Part = StepPart.Loss,
            About = $"{loss}: the loss and its gradient.",
            Result = "double loss",
        };
        if (output.IsReordered)
        {
            yield return new PassStep(new KernelCall(
                output.KernelClass,
                "LoadGradient",
                [Operand.Floats("logitsGradient", gradient), Operand.Floats("outputGradient", outputGradient)]))
            {
                Part = StepPart.Loss,
                About = "Copies the gradient into the layout of the last layer.",
            };
        }
    }

    /// <summary>Plans the backward pass, from the last stage to the first. If a value has several readers, the first backward kernel sets
    /// its gradient; each later one writes a part to a separate buffer that is then added.</summary>
    private IEnumerable<PassStep> PlanBackward(IReadOnlyList<StagePlan> stages, ValueMemory memory)
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

            if (stage.GradientStatistics is { } sums)
            {
                yield return new PassStep(sums.Call.Resolve(where => memory.Resolve(stage, where)))
                {
                    Part = StepPart.Backward,
                    About = $"{LayersOf(stage)}: {sums.About}.",
                    Meeting = sums.Meeting,
                };
            }

            yield return new PassStep(stage.BackwardCall().Resolve(Resolve))
            {
                Part = StepPart.Backward,
                About = $"{LayersOf(stage)}: {GradientsOf(stage)}.",
            };
            foreach ((int value, Memory part) in parts)
            {
                yield return new PassStep(new KernelCall(
                    memory.SumClass(value),
                    "Add",
                    [Operand.Floats("part", part), Operand.Floats("gradient", memory.GradientOf(value))]))
                {
                    Part = StepPart.Backward,
                    About = "Adds the gradients of a value that several layers read.",
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
            About = $"Copies the gradient of the inputs {(Input.IsChannelMajor ? "to the caller" : "into the caller's order")}.",
            OnlyForInputGradient = true,
        };
    }

    /// <summary>The layers that a stage computes, such as <c>Conv1, MaxPool1, ReLU1</c>.</summary>
    private string LayersOf(StagePlan stage)
    {
        FusedLayers? fused = FusedBy(stage.Values.Output);
        if (fused is null)
        {
            return stage.Name;
        }

        IEnumerable<string> before = stage.IsFolded ? FusedBy(fused.Values.Inputs[0])!.LayerNames : [];
        return string.Join(", ", before.Concat(fused.LayerNames));
    }

    /// <summary>The layers that compute a value; null for a copy.</summary>
    private FusedLayers? FusedBy(int value) => Layouts.Stages.FirstOrDefault(layers => layers.Values.Output == value);

    private static string GradientsOf(StagePlan stage)
    {
        string input = stage.Input.Shape is { IsFlat: true, Length: > 1 } ? $"the {stage.Input.Shape} inputs" : $"the {stage.Input.Shape} input";
        string requested = stage.Values.Inputs.Contains(0) ? ", if requested," : "";
        return stage is UnweightedStage or BatchNormStage or InstanceNormStage { InstanceNorm.Affine: false } ? $"gradient of {input}{requested.TrimEnd(',')}"
            : requested.Length > 0 ? $"gradients of the parameters and{requested} of {input}"
            : $"gradients of the parameters and of {input}";
    }

    private PassPlan Complete(
        PassKind pass, IReadOnlyList<StagePlan> stages, ValueMemory memory, List<PassStep> steps, IReadOnlyList<Memory> results)
    {
        IEnumerable<BufferRequest> requests =
        [
            .. memory.Buffers,
            .. stages.SelectMany(stage => stage.Buffers(pass, ChunkSamples)),
            .. Outputs.Select(output => new BufferRequest(output.BufferName, ElementType.Float, output.Vector.SampleStride * ChunkSamples)),
            new(LogitsGradientName, ElementType.Float, Outputs[0].Vector.SampleStride * ChunkSamples),
        ];
        return new PassPlan
        {
            Stages = stages,
            Segments = Segment.Divide(steps),
            Workspace = WorkspacePlanner.Plan(steps, requests, results),
            Results = results,
            CopiesInput = memory.CopiesInput,
            GradientSums = memory.GradientSums,
        };
    }
}
