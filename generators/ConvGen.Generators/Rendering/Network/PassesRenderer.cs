namespace ConvGen.Generators.Rendering.Network;

/// <summary>Renders the passes: the kernel calls in order, and the addresses of their operands in the workspace.</summary>
internal static class PassesRenderer
{
    public static GeneratedFile Render(NetworkPlan plan) => KernelFile.Render(
        plan,
        "Passes",
        $"{plan.Names.ClassName}: the passes, step by step",
        Head(plan),
        writer =>
        {
            using (writer.Block("internal sealed partial class Program"))
            {
                var addresses = new PassAddresses(plan);
                addresses.Render(writer);
                if (plan.PackedPieces.Count > 0)
                {
                    RenderPack(writer, plan, addresses);
                }

                if (plan.PreparesPrediction)
                {
                    FoldRenderer.Render(writer, plan, addresses);
                }

                RenderPredict(writer, plan, plan.Prediction, addresses);
                if (plan.Training is { Segments.Count: > 1 } segmented)
                {
                    SegmentsRenderer.Render(writer, segmented, addresses);
                }
                else if (plan.Training is { } training)
                {
                    RenderTrain(writer, training, addresses);
                }
            }
        });

    private static IEnumerable<(string Label, string Text)> Head(NetworkPlan plan)
    {
        yield return ("network", Describe(plan.Network));
        yield return ("chunk", $"each pass runs all its steps over at most {plan.ChunkSamples} samples at a time, "
            + "so that their values stay in the cache");
    }

    /// <summary>Returns a one-line description; omits the output shape of layers that keep their input shape.</summary>
    private static string Describe(ShapedNetwork network)
    {
        IEnumerable<string> layers = network.Layers.Select((layer, i) =>
            $"{layer.Name}{Sources(network, layer, before: i)}"
            + (layer.Output == network.ShapeOf(i) ? "" : $"{SourceWriter.NoBreak}{layer.Output}"));
        string[] loss = network.Loss is { } function ? [function.ToString()] : [];
        return string.Join(" -> ", [network.Input.ToString(), .. layers, .. loss]);
    }

    /// <summary>The values that a layer reads, such as <c>(Conv2, ReLU1)</c>; empty if it reads only the one before.</summary>
    private static string Sources(ShapedNetwork network, ShapedLayer layer, int before) =>
        layer.Inputs.Count == 1 && layer.Inputs[0] == before ? "" : $"({string.Join(", ", layer.Inputs.Select(network.NameOf))})";

    private static void RenderPack(KernelWriter writer, NetworkPlan plan, PassAddresses addresses)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public override void Pack(int piece, ref float parameters, ref float packed)"))
        {
            RenderPieces(writer, plan);
            RenderCases(writer, plan, addresses);
        }
    }

    /// <summary>Which pieces belong to which layer.</summary>
    private static void RenderPieces(KernelWriter writer, NetworkPlan plan)
    {
        List<string> layers = [];
        List<bool> haveBiases = [];
        for (int first = 0; first < plan.PackedPieces.Count;)
        {
            StagePlan stage = plan.PackedPieces[first].Stage;
            int end = first + plan.PackedPieces.Skip(first).TakeWhile(piece => piece.Stage.Name == stage.Name).Count();
            string filters = layers.Count == 0 ? "filters of " : "of ";
            layers.Add($"{(end == first + 1 ? $"{first}" : end == first + 2 ? $"{first} and {first + 1}" : $"{first} to {end - 1}")}: {filters}{stage.Name}");
            haveBiases.Add(plan.PackedPieces[end - 1].PackCall.Operands.OfType<Operand.Reference>().Any(operand => operand.Name == "biases"));
            first = end;
        }

        string biases = !haveBiases.Contains(true) ? ""
            : plan.PackedPieces.Count == 1 ? " and its biases"
            : layers.Count == 1 ? "; the last piece also packs its biases"
            : haveBiases.Contains(false) ? "; the last piece of each also packs its biases, if it has any"
            : "; the last piece of each also packs its biases";
        writer.Comment($"{string.Join("; ", layers)}{biases}.");
    }

    private static void RenderCases(KernelWriter writer, NetworkPlan plan, PassAddresses addresses)
    {
        using (writer.Block("switch (piece)"))
        {
            for (int i = 0; i < plan.PackedPieces.Count; i++)
            {
                KernelCall call = plan.PackedPieces[i].PackCall;
                using (writer.Case($"case {i}:"))
                {
                    writer.Call($"{call.Class}.{call.Method}", call.Operands.Select(operand => OperandText.Argument(operand, addresses)));
                    writer.Line("break;");
                }
            }
        }
    }

    private static void RenderPredict(KernelWriter writer, NetworkPlan plan, PassPlan pass, PassAddresses addresses)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override void Predict(");
        writer.Line("    ref float parameters, ref float packed, ref float inputs, ref float outputs, int samples, "
            + "ref float workspace)");
        using (writer.Braces())
        {
            RenderReferences(writer, PassKind.Prediction, pass.Workspace.Buffers);
            string[] notKept =
            [
                .. pass.Steps.SelectMany(step => step.Call.References)
                    .Where(operand => operand.Where is Memory.Nowhere).Select(operand => operand.Name).Distinct(),
            ];
            if (notKept.Length > 0)
            {
                writer.Comment($"Null references: prediction keeps no {string.Join(" or ", notKept)}.");
                writer.Line();
            }

            RenderSteps(writer, pass, _ => true, addresses);

            RenderResults(writer, plan, pass, addresses);
        }
    }

    /// <summary>Renders the copy of the outputs to the caller.</summary>
    private static void RenderResults(KernelWriter writer, NetworkPlan plan, PassPlan pass, PassAddresses addresses)
    {
        writer.Line();
        writer.Comment($"{pass.Steps.Count() + 1}. Copies the outputs, without the padding between them.");
        writer.Line($"const int OutputFloats = {plan.Network.Output.Length};");
        for (int i = 0; i < plan.Outputs.Count; i++)
        {
            OutputPlan output = plan.Outputs[i];
            string number = plan.Outputs.Count == 1 ? "" : $"{i + 1}";
            writer.Line($"const int PaddedFloats{number} = {output.Vector.SampleStride};");
        }

        using (writer.Block("for (int sample = 0; sample < samples; sample++)"))
        {
            for (int i = 0; i < plan.Outputs.Count; i++)
            {
                RenderResult(writer, plan, i, OperandText.Argument(Operand.Floats("result", pass.Results[i]), addresses));
            }
        }
    }

    private static void RenderResult(KernelWriter writer, NetworkPlan plan, int index, string result)
    {
        OutputPlan output = plan.Outputs[index];
        bool isOnly = plan.Outputs.Count == 1;
        string number = isOnly ? "" : $"{index + 1}";
        string offset = output.Offset == 0 ? "" : $" + {output.Offset}";
        if (!isOnly)
        {
            writer.Comment($"{plan.Network.NameOf(output.Value)}: {output.Layout.Shape}.");
        }

        writer.Line($"ref float padded{number} = ref Unsafe.Add(ref {result.Substring("ref ".Length)}, sample * PaddedFloats{number});");
        string target = isOnly ? "output" : $"target{number}";
        writer.Line($"ref float {target} = ref Unsafe.Add(ref outputs, sample * OutputFloats{offset});");
        BoundaryRenderer.RenderNeighbours(writer, target, $"padded{number}", output.Layout.Shape.Length);
    }

    private static void RenderTrain(KernelWriter writer, PassPlan pass, PassAddresses addresses)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override double Train(");
        writer.Line("    ref float parameters, ref float packed, ref float inputs, ref float targets, int samples, "
            + "float gradientScale,");
        writer.Line("    in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients)");
        using (writer.Braces())
        {
            RenderReferences(writer, PassKind.Training, pass.Workspace.Buffers);
            if (!pass.Steps.SelectMany(step => step.Call.Operands).OfType<Operand.Scalar>().Any(operand => operand.Name == "noise"))
            {
                writer.Comment("noise is unused: only a dropout needs it.");
                writer.Line();
            }

            writer.Comment("Forward: the output of every layer, and what the backward pass needs beside it.");
            RenderSteps(writer, pass, step => step.Part == StepPart.Forward, addresses);

            writer.Line();
            writer.Comment("Loss: the backward pass starts from the gradient of the last layer's output.");
            RenderSteps(writer, pass, step => step.Part == StepPart.Loss, addresses);

            writer.Line();
            writer.Comment("Backward, last layer first: the gradient of a layer's output gives those of its parameters and input.");
            RenderInputGradientChoice(writer, OptionalBuffers(pass.Steps));
            RenderSteps(writer, pass, step => step.Part == StepPart.Backward, addresses);
            writer.Line();
            writer.Line("return loss;");
        }
    }

    /// <summary>The names of the buffers that steps write only if the caller requests the gradient of the input.</summary>
    public static IEnumerable<string> OptionalBuffers(IEnumerable<PassStep> steps) => steps.SelectMany(step => step.Call.References)
        .Select(operand => operand.Where).OfType<Memory.OptionalBuffer>().Select(buffer => buffer.Name).Distinct();

    /// <summary>Renders a null reference in place of each buffer that the caller does not request.</summary>
    public static void RenderInputGradientChoice(KernelWriter writer, IEnumerable<string> buffers)
    {
        writer.Line("bool wantsInputGradients = !Unsafe.IsNullRef(ref inputGradients);");
        foreach (string buffer in buffers)
        {
            writer.Line($"ref float {OperandText.OptionalLocal(buffer)} = "
                + $"ref wantsInputGradients ? ref {OperandText.Local(buffer)} : ref Unsafe.NullRef<float>();");
        }
    }

    /// <summary>Renders a reference to each buffer.</summary>
    public static void RenderReferences(KernelWriter writer, PassKind pass, IEnumerable<BufferPlan> buffers)
    {
        foreach (BufferPlan buffer in buffers)
        {
            string type = OperandText.Keyword(buffer.Type);
            string at = PassAddresses.At("workspace", PassAddresses.Workspace(pass, buffer.Name));
            string memory = buffer.Type == ElementType.Float ? at : $"ref Unsafe.As<float, {type}>({at})";
            writer.Line($"ref {type} {OperandText.Local(buffer.Name)} = {memory};");
        }

        writer.Line();
    }

    /// <summary>Renders the steps of a part, with their numbers in the whole pass.</summary>
    private static void RenderSteps(KernelWriter writer, PassPlan pass, Func<PassStep, bool> isOfPart, PassAddresses addresses)
    {
        foreach ((PassStep step, int number) in pass.Steps.Select((step, i) => (step, i + 1)).Where(item => isOfPart(item.step)))
        {
            RenderStep(writer, step, number, addresses);
        }
    }

    /// <summary>Renders the call of a step.</summary>
    public static void RenderStep(KernelWriter writer, PassStep step, int number, PassAddresses addresses)
    {
        string result = step.Result is null ? "" : $"{step.Result} = ";
        writer.Comment($"{number}. {step.About}");
        using (step.OnlyForInputGradient ? writer.Block("if (wantsInputGradients)") : null)
        {
            writer.Call($"{result}{step.Call.Class}.{step.Call.Method}", OperandText.Arguments(step.Call, addresses));
        }
    }
}
