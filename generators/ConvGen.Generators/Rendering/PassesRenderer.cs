using ConvGen.Generators.Frontend;
using ConvGen.Generators.Inference;
using ConvGen.Generators.Planning;

namespace ConvGen.Generators.Rendering;

/// <summary>The passes: which kernel runs after which, and where in the workspace each finds its values.</summary>
internal static class PassesRenderer
{
    private const string NullFloat = "ref Unsafe.NullRef<float>()";

    public static GeneratedFile Render(NetworkPlan plan) => KernelFile.Render(
        plan,
        "Passes",
        $"{plan.Names.ClassName}: the passes, layer by layer",
        Head(plan),
        writer =>
        {
            using (writer.Block("internal sealed partial class Program"))
            {
                if (plan.PackedPieces.Count > 0)
                {
                    RenderPack(writer, plan);
                    writer.Line();
                }

                RenderPredict(writer, plan);
                if (plan.Network.Loss is { } loss)
                {
                    writer.Line();
                    RenderTrain(writer, plan, loss);
                }
            }
        });

    private static IEnumerable<(string Label, string Text)> Head(NetworkPlan plan)
    {
        foreach (BufferPlan buffer in plan.Inference.Buffers)
        {
            yield return ("to predict", Describe(buffer));
        }

        foreach (BufferPlan buffer in plan.Training.Buffers)
        {
            yield return ("to train", Describe(buffer));
        }
    }

    private static string Describe(BufferPlan buffer)
    {
        string life = buffer.LastStep == BufferPlan.Forever.Last ? "kept" : $"steps {buffer.FirstStep} to {buffer.LastStep}";
        return $"{buffer.Name}: {Numbers.Grouped(buffer.Floats)} floats at {Numbers.Grouped(buffer.Offset)}, {life}";
    }

    private static void RenderPack(SourceWriter writer, NetworkPlan plan)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public override void Pack(int piece, ref float parameters, ref float packed)"))
        using (writer.Block("switch (piece)"))
        {
            for (int i = 0; i < plan.PackedPieces.Count; i++)
            {
                PackedPiece piece = plan.PackedPieces[i];
                string method = piece switch
                {
                    FilterPiece filters => $"{piece.Stage.Name}Pack.{ConvPackRenderer.MethodOf(filters)}",
                    GroupsPiece => $"{piece.Stage.Name}Groups.Pack",
                    _ => throw Unreachable.Kind(piece),
                };
                writer.Line($"case {i}:");
                writer.Line($"    {method}(ref parameters, {VectorText.At("packed", piece.PackedOffset)});");
                writer.Line("    break;");
            }
        }
    }

    private static void RenderPredict(KernelWriter writer, NetworkPlan plan)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override void Predict(");
        writer.Line("    ref float parameters, ref float packed, ref float inputs, ref float outputs, int samples, "
            + "ref float workspace)");
        using (writer.Braces())
        {
            RenderReferences(writer, plan.Inference);
            string logits = RenderForward(writer, plan, plan.CopiesInputToPredict, isTraining: false);
            if (plan.Network.Loss is { } loss && LossRenderer.PredictsProbabilities(loss))
            {
                writer.Line($"LossFunction.Probabilities(ref {logits}, samples);");
            }

            int length = plan.Output.Shape.Length;
            writer.Line();
            using (writer.Loop("The outputs, without the padding between them.",
                "for (int sample = 0; sample < samples; sample++)"))
            {
                writer.Line($"ref float padded = ref Unsafe.Add(ref {logits}, sample * {plan.Logits.SampleStride});");
                writer.Line($"ref float output = ref Unsafe.Add(ref outputs, sample * {length});");
                BoundaryRenderer.RenderNeighbours(writer, "output", "padded", length);
            }
        }
    }

    private static void RenderTrain(SourceWriter writer, NetworkPlan plan, LossFunction loss)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override double Train(");
        writer.Line("    ref float parameters, ref float packed, ref float inputs, ref float targets, int samples, "
            + "float gradientScale,");
        writer.Line("    in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients)");
        using (writer.Braces())
        {
            RenderReferences(writer, plan.Training);
            writer.Comment("Forward: the activations, and for each pooling which value won.");
            string logits = RenderForward(writer, plan, plan.CopiesInputToTrain, isTraining: true);

            writer.Line();
            writer.Comment($"The loss, {loss}, and where the gradient starts.");
            string outputGradient = Local(BufferNames.OutputGradient(LastStage(plan)));
            string gradient = plan.ReordersOutput ? Local(BufferNames.LogitsGradient) : outputGradient;
            writer.Line($"double loss = LossFunction.WithGradient("
                + $"ref {logits}, ref targets, ref {gradient}, gradientScale, samples);");
            if (plan.ReordersOutput)
            {
                writer.Line($"OutputLayout.LoadGradient(ref {gradient}, ref {outputGradient}, samples);");
            }

            writer.Line();
            writer.Comment("Backward: from the gradient of each layer's output to those of its parameters and its input.");
            writer.Line("bool wantsInputGradients = !Unsafe.IsNullRef(ref inputGradients);");
            string inputGradient = $"ref {Local(BufferNames.InputGradient)}";
            writer.Line($"ref float firstInputGradient = ref wantsInputGradients ? {inputGradient} : {NullFloat};");
            for (int i = plan.Stages.Count - 1; i >= 0; i--)
            {
                RenderBackward(writer, plan, i);
            }

            using (writer.Block("if (wantsInputGradients)"))
            {
                writer.Line("InputLayout.StoreGradient(ref firstInputGradient, ref inputGradients, samples);");
            }

            writer.Line();
            writer.Line("return loss;");
        }
    }

    /// <summary>A name for every buffer of the workspace.</summary>
    private static void RenderReferences(SourceWriter writer, WorkspacePlan workspace)
    {
        foreach (BufferPlan buffer in workspace.Buffers)
        {
            string type = TypeOf(buffer);
            string at = VectorText.At("workspace", buffer.Offset);
            string memory = type == "float" ? at : $"ref Unsafe.As<float, {type}>({at})";
            writer.Line($"ref {type} {Local(buffer.Name)} = {memory};");
        }

        writer.Line();
    }

    /// <summary>The workspace is one block of floats; a few buffers hold something else of the same size.</summary>
    private static string TypeOf(BufferPlan buffer) =>
        buffer.Name.EndsWith("Winners", StringComparison.Ordinal)
        || buffer.Name.EndsWith("LiveCounts", StringComparison.Ordinal)
        || buffer.Name.EndsWith("LiveFilters", StringComparison.Ordinal)
        || buffer.Name.EndsWith("LiveOffsets", StringComparison.Ordinal) ? "int"
        : buffer.Name.EndsWith("LiveFields", StringComparison.Ordinal) ? "LiveField"
        : buffer.Name.EndsWith("LiveGradients", StringComparison.Ordinal) ? "LiveGradient"
        : "float";

    /// <summary>The forward kernels. Returns the name of what holds the values before the loss.</summary>
    private static string RenderForward(SourceWriter writer, NetworkPlan plan, bool copiesInput, bool isTraining)
    {
        string input = "inputs";
        if (copiesInput)
        {
            input = Local(BufferNames.Input);
            writer.Line($"InputLayout.Load(ref inputs, ref {input}, samples);");
        }

        foreach (StagePlan stage in plan.Stages.Where(stage => isTraining || !stage.HandsInputOn))
        {
            string output = Local(BufferNames.Output(stage));
            if (stage is GroupedConvStage grouped)
            {
                RenderGroupedForward(writer, grouped, input, output, isTraining);
                input = output;
                continue;
            }

            string winners = isTraining
                ? $"ref {Local(BufferNames.Winners(stage))}, true"
                : "ref Unsafe.NullRef<int>(), false";
            writer.Line(stage switch
            {
                ConvStage { Pool: not null } conv =>
                    $"{stage.Name}Forward.Run(ref {input}, {Packed(conv)}, {ScratchArguments(conv)}ref {output}, {winners}, samples);",
                ConvStage conv => $"{stage.Name}Forward.Run(ref {input}, {Packed(conv)}, {ScratchArguments(conv)}ref {output}, samples);",
                MaxPoolStage => $"{stage.Name}Forward.Run(ref {input}, ref {output}, {winners}, samples);",
                SumPoolStage => $"{stage.Name}Forward.Run(ref {input}, ref {output}, samples);",
                DenseStage or DepthwiseStage => $"{stage.Name}Forward.Run(ref parameters, ref {input}, ref {output}, samples);",
                ActivationStage { Activation: { KeepsSlopes: true } } when isTraining => $"{stage.Name}Forward.RunWithSlopes("
                    + $"ref {input}, ref {Local(BufferNames.Slopes(stage))}, ref {output}, samples);",
                ActivationStage => $"{stage.Name}Forward.Run(ref {input}, ref {output}, samples);",
                DropoutStage when isTraining => $"{stage.Name}Forward.RunWithMasks("
                    + $"ref {input}, ref {Local(BufferNames.Masks(stage))}, ref {output}, noise, samples);",
                DropoutStage => $"{stage.Name}Forward.Run(ref {input}, ref {output}, samples);",
                _ => throw Unreachable.Kind(stage),
            });
            input = output;
        }

        if (plan.ReordersOutput)
        {
            writer.Line($"OutputLayout.Store(ref {input}, ref {Local(BufferNames.Logits)}, samples);");
            return Local(BufferNames.Logits);
        }

        return input;
    }

    private static void RenderGroupedForward(
        SourceWriter writer, GroupedConvStage stage, string input, string output, bool isTraining)
    {
        string[] winners = stage.Group.Pool is null ? []
            : isTraining ? [$"ref {Local(BufferNames.Winners(stage))}", "true"]
            : ["ref Unsafe.NullRef<int>()", "false"];
        string[] buffers =
            [.. Scratch(stage.Group), BufferNames.GroupInput(stage), BufferNames.GroupOutput(stage)];
        writer.Call(
            $"{stage.Name}Groups.Forward",
            [
                $"ref {input}", Packed(stage.Group), .. buffers.Select(buffer => $"ref {Local(buffer)}"),
                $"ref {output}", .. winners, "samples",
            ]);
    }

    private static void RenderBackward(SourceWriter writer, NetworkPlan plan, int index)
    {
        StagePlan stage = plan.Stages[index];
        string input = index > 0 ? Local(BufferNames.Output(plan.Stages[index - 1]))
            : plan.CopiesInputToTrain ? Local(BufferNames.Input)
            : "inputs";
        string inputGradient = index > 0 ? Local(BufferNames.OutputGradient(plan.Stages[index - 1])) : "firstInputGradient";
        string[] output = stage.Activation switch
        {
            null => [],
            { KeepsSlopes: true } => [BufferNames.Slopes(stage)],
            _ => [BufferNames.Output(stage)],
        };
        string[] winners = stage is MaxPoolStage or ConvStage { Pool: not null } or GroupedConvStage { Group.Pool: not null }
            ? [BufferNames.Winners(stage)] : [];
        string[] values = [.. output, .. winners, BufferNames.OutputGradient(stage)];
        string[] references = stage switch
        {
            ConvStage conv =>
            [
                "parameters", input, .. values.Select(Local),
                .. ConvBackwardScratch.Buffers(conv).Select(Local), "gradients", inputGradient,
            ],
            DepthwiseStage =>
            [
                "parameters", input, .. values.Select(Local),
                Local(BufferNames.SpreadGradient(stage)), "gradients", inputGradient,
            ],
            GroupedConvStage { Group: var group } =>
            [
                "parameters", input, .. values.Select(Local),
                Local(BufferNames.GroupInput(stage)), Local(BufferNames.GroupOutputGradient(stage)),
                Local(BufferNames.GroupInputGradient(stage)),
                .. ConvBackwardScratch.Buffers(group).Select(Local), "gradients", inputGradient,
            ],
            DenseStage => ["parameters", input, .. values.Select(Local), "gradients", inputGradient],
            SumPoolStage { Pool: ShapedL2Pool } => [input, .. values.Select(Local), inputGradient],
            MaxPoolStage or SumPoolStage or ActivationStage => [.. values.Select(Local), inputGradient],
            DropoutStage => [Local(BufferNames.Masks(stage)), .. values.Select(Local), inputGradient],
            _ => throw Unreachable.Kind(stage),
        };
        string method = stage is GroupedConvStage ? $"{stage.Name}Groups.Backward" : $"{stage.Name}Backward.Run";
        writer.Call(method, [.. references.Select(reference => $"ref {reference}"), "samples"]);
    }

    private static StagePlan LastStage(NetworkPlan plan) => plan.Stages[plan.Stages.Count - 1];

    /// <summary>What the forward pass of a convolution works with.</summary>
    private static string[] Scratch(ConvStage stage) =>
        stage.Forward is WinogradForward ? [BufferNames.Transformed(stage), BufferNames.Products(stage)] : [];

    private static string ScratchArguments(ConvStage stage) =>
        string.Concat(Scratch(stage).Select(buffer => $"ref {Local(buffer)}, "));

    private static string Packed(ConvStage stage) => VectorText.At("packed", stage.Forward.PackedOffset);

    /// <summary>Conv1Output as conv1Output.</summary>
    private static string Local(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
