namespace ConvGen.Generators.Rendering.Network;

/// <summary>The passes: which kernel runs after which, and where in the workspace each finds its values.</summary>
internal static class PassesRenderer
{
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

                RenderPredict(writer, plan, plan.Prediction);
                if (plan is { Training: { } training, Network.Loss: { } loss })
                {
                    writer.Line();
                    RenderTrain(writer, training, loss);
                }
            }
        });

    private static IEnumerable<(string Label, string Text)> Head(NetworkPlan plan)
    {
        foreach (BufferPlan buffer in plan.Prediction.Workspace.Buffers)
        {
            yield return ("to predict", Describe(buffer));
        }

        foreach (BufferPlan buffer in plan.Training?.Workspace.Buffers ?? [])
        {
            yield return ("to train", Describe(buffer));
        }
    }

    private static string Describe(BufferPlan buffer)
    {
        string life = buffer.LastStep == BufferPlan.Forever.Last ? "kept" : $"steps {buffer.FirstStep} to {buffer.LastStep}";
        return $"{buffer.Name}: {Numbers.Grouped(buffer.Floats)} floats at {Numbers.Grouped(buffer.Offset)}, {life}";
    }

    private static void RenderPack(KernelWriter writer, NetworkPlan plan)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public override void Pack(int piece, ref float parameters, ref float packed)"))
        using (writer.Block("switch (piece)"))
        {
            for (int i = 0; i < plan.PackedPieces.Count; i++)
            {
                KernelCall call = plan.PackedPieces[i].PackCall;
                writer.Line($"case {i}:");
                writer.Line($"    {call.Class}.{call.Method}({string.Join(", ", call.Operands.Select(OperandText.Argument))});");
                writer.Line("    break;");
            }
        }
    }

    private static void RenderPredict(KernelWriter writer, NetworkPlan plan, PassPlan pass)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override void Predict(");
        writer.Line("    ref float parameters, ref float packed, ref float inputs, ref float outputs, int samples, "
            + "ref float workspace)");
        using (writer.Braces())
        {
            RenderReferences(writer, pass.Workspace);
            RenderSteps(writer, pass.Steps);

            int length = plan.Output.Shape.Length;
            writer.Line();
            using (writer.Loop("The outputs, without the padding between them.",
                "for (int sample = 0; sample < samples; sample++)"))
            {
                string result = OperandText.Argument(Operand.Floats("result", pass.Result)).Substring("ref ".Length);
                writer.Line($"ref float padded = ref Unsafe.Add(ref {result}, sample * {plan.Logits.SampleStride});");
                writer.Line($"ref float output = ref Unsafe.Add(ref outputs, sample * {length});");
                BoundaryRenderer.RenderNeighbours(writer, "output", "padded", length);
            }
        }
    }

    private static void RenderTrain(KernelWriter writer, PassPlan pass, LossFunction loss)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override double Train(");
        writer.Line("    ref float parameters, ref float packed, ref float inputs, ref float targets, int samples, "
            + "float gradientScale,");
        writer.Line("    in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients)");
        using (writer.Braces())
        {
            RenderReferences(writer, pass.Workspace);
            writer.Comment("Forward: the activations, and for each pooling which value won.");
            RenderSteps(writer, pass.Steps.Where(step => step.Part == StepPart.Forward));

            writer.Line();
            writer.Comment($"The loss, {loss}, and where the gradient starts.");
            RenderSteps(writer, pass.Steps.Where(step => step.Part == StepPart.Loss));

            writer.Line();
            writer.Comment("Backward: from the gradient of each layer's output to those of its parameters and its input.");
            writer.Line("bool wantsInputGradients = !Unsafe.IsNullRef(ref inputGradients);");
            foreach (string buffer in pass.Steps.SelectMany(step => step.Call.References)
                .Select(operand => operand.Where).OfType<Memory.OptionalBuffer>().Select(buffer => buffer.Name).Distinct())
            {
                writer.Line($"ref float {OperandText.OptionalLocal(buffer)} = "
                    + $"ref wantsInputGradients ? ref {OperandText.Local(buffer)} : ref Unsafe.NullRef<float>();");
            }

            RenderSteps(writer, pass.Steps.Where(step => step.Part == StepPart.Backward));
            writer.Line();
            writer.Line("return loss;");
        }
    }

    /// <summary>A name for every buffer of the workspace.</summary>
    private static void RenderReferences(KernelWriter writer, WorkspacePlan workspace)
    {
        foreach (BufferPlan buffer in workspace.Buffers)
        {
            string type = OperandText.Keyword(buffer.Type);
            string at = VectorText.At("workspace", buffer.Offset);
            string memory = buffer.Type == ElementType.Float ? at : $"ref Unsafe.As<float, {type}>({at})";
            writer.Line($"ref {type} {OperandText.Local(buffer.Name)} = {memory};");
        }

        writer.Line();
    }

    private static void RenderSteps(KernelWriter writer, IEnumerable<PassStep> steps)
    {
        foreach (PassStep step in steps)
        {
            string result = step.Result is null ? "" : $"{step.Result} = ";
            using (step.OnlyForInputGradient ? writer.Block("if (wantsInputGradients)") : null)
            {
                writer.Call($"{result}{step.Call.Class}.{step.Call.Method}", OperandText.Arguments(step.Call));
            }
        }
    }
}
