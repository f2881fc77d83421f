namespace ConvGen.Generators.Rendering.Network;

/// <summary>Renders a training pass of several segments: a method for each, the method that chooses between them, and the reductions in
/// between.</summary>
internal static class SegmentsRenderer
{
    /// <summary>The arguments of a segment that its method takes if it needs them: type, name, and whether they are references.</summary>
    private static readonly (string Declaration, string Name, bool IsReference)[] Arguments =
    [
        ("ref float parameters", "parameters", true), ("ref float packed", "packed", true), ("ref float inputs", "inputs", true),
        ("ref float targets", "targets", true), ("int samples", "samples", false), ("float gradientScale", "gradientScale", false),
        ("in TrainingNoise noise", "noise", false), ("ref float workspace", "workspace", true), ("ref float gradients", "gradients", true),
        ("ref float inputGradients", "inputGradients", true), ("ref float contribution", "contribution", true),
        ("ref float shared", "shared", true),
    ];

    public static void Render(KernelWriter writer, PassPlan pass, PassAddresses addresses)
    {
        List<(Segment Segment, string Method, string[] Arguments, bool HasLoss)> segments = [];
        KernelWriter methods = writer.Beside();
        int first = 1;
        for (int i = 0; i < pass.Segments.Count; i++)
        {
            Segment segment = pass.Segments[i];
            bool hasLoss = segment.Steps.Any(step => step.Result is not null);
            KernelWriter body = RenderBody(writer, pass, segment, first, hasLoss, addresses);
            (string Declaration, string Name, bool IsReference)[] used = [.. Arguments.Where(argument => body.Mentions(argument.Name))];
            methods.Line();
            methods.Summary(About(pass, i));
            methods.Signature(
                $"private static {(hasLoss ? "double" : "void")} Segment{i}", used.Select(argument => argument.Declaration));
            using (methods.Braces())
            {
                methods.Append(body);
            }

            string[] passed = [.. used.Select(argument => argument.IsReference ? $"ref {argument.Name}" : argument.Name)];
            segments.Add((segment, $"Segment{i}", passed, hasLoss));
            first += segment.Steps.Count;
        }

        RenderChoice(writer, segments);
        writer.Append(methods);
        writer.Line();
        RenderMeet(writer, pass);
        writer.Line();
        RenderUpdate(writer, pass, addresses);
    }

    private static string About(PassPlan pass, int segment)
    {
        string number = $"Segment {segment} of {pass.Segments.Count}, numbered from 0";
        string begins = segment == 0 ? "starts with the inputs" : $"starts with {pass.Segments[segment - 1].End!.What}";
        return pass.Segments[segment].End is { } end
            ? $"{number}: {begins}. After it all threads wait for {end.What}."
            : $"{number}: {begins}, and ends the pass.";
    }

    private static KernelWriter RenderBody(
        KernelWriter writer, PassPlan pass, Segment segment, int first, bool hasLoss, PassAddresses addresses)
    {
        KernelWriter body = writer.Indented();
        HashSet<string> buffers = [.. segment.Steps.SelectMany(step => step.Call.References)
            .Select(operand => operand.Where.BufferName).OfType<string>()];
        PassesRenderer.RenderReferences(
            body, PassKind.Training, pass.Workspace.Buffers.Where(buffer => buffers.Contains(buffer.Name)));
        KernelWriter steps = body.Beside();
        for (int i = 0; i < segment.Steps.Count; i++)
        {
            PassesRenderer.RenderStep(steps, segment.Steps[i], first + i, addresses);
        }

        string[] optional = [.. PassesRenderer.OptionalBuffers(segment.Steps)];
        if (optional.Length > 0 || steps.Mentions("wantsInputGradients"))
        {
            PassesRenderer.RenderInputGradientChoice(body, optional);
            body.Line();
        }

        body.Append(steps);
        if (hasLoss)
        {
            body.Line();
            body.Line("return loss;");
        }

        return body;
    }

    private static void RenderChoice(
        KernelWriter writer, List<(Segment Segment, string Method, string[] Arguments, bool HasLoss)> segments)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override double TrainSegment(");
        writer.Line("    int segment, ref float parameters, ref float packed, ref float inputs, ref float targets, int samples,");
        writer.Line("    float gradientScale, in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients,");
        writer.Line("    ref float contribution, ref float shared)");
        using (writer.Braces())
        using (writer.Block("switch (segment)"))
        {
            for (int i = 0; i < segments.Count; i++)
            {
                using (writer.Case($"case {i}:"))
                {
                    writer.Call($"{(segments[i].HasLoss ? "return " : "")}{segments[i].Method}", segments[i].Arguments);
                    if (!segments[i].HasLoss)
                    {
                        writer.Line("return 0;");
                    }
                }
            }

            using (writer.Case("default:"))
            {
                writer.Line("throw new global::System.ArgumentOutOfRangeException(");
                writer.Line($"    nameof(segment), segment, \"The training pass has the segments 0 to {segments.Count - 1}.\");");
            }
        }
    }

    private static void RenderMeet(KernelWriter writer, PassPlan pass)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override void Meet(int segment, int slices, int samples, ref float contributions, ref float shared)");
        using (writer.Braces())
        using (writer.Block("switch (segment)"))
        {
            for (int i = 0; i < pass.Segments.Count - 1; i++)
            {
                Meeting meeting = pass.Segments[i].End!;
                ShapedBatchNorm norm = meeting.Stage.BatchNorm;
                string at = $"{meeting.Stage.Name}Mean";
                string[] memory =
                [
                    PassAddresses.At("contributions", PassAddresses.Contribution(at)),
                    PassAddresses.At("shared", PassAddresses.Shared(at)),
                    $"channels: {norm.Output.Channels}", $"pixels: {norm.Pixels}",
                ];
                using (writer.Case($"case {i}:"))
                {
                    writer.Comment($"{char.ToUpperInvariant(meeting.What[0])}{meeting.What.Substring(1)}.");
                    if (meeting.OfGradients)
                    {
                        writer.Call("BatchStatistics.MeetGradients", [.. memory, "slices", "samples", "MeetingFloats"]);
                    }
                    else
                    {
                        writer.Call(
                            "BatchStatistics.MeetMoments",
                            [.. memory, $"epsilon: {Numbers.Real(norm.Epsilon)}", "slices", "MeetingFloats"]);
                    }

                    writer.Line("break;");
                }
            }

            using (writer.Case("default:"))
            {
                writer.Line("throw new global::System.ArgumentOutOfRangeException(nameof(segment), segment, \"No segment follows this one.\");");
            }
        }
    }

    private static void RenderUpdate(KernelWriter writer, PassPlan pass, PassAddresses addresses)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public override void UpdateStatistics(ref float parameters, ref float shared)"))
        {
            foreach (BatchNormStage stage in pass.Stages.OfType<BatchNormStage>())
            {
                writer.Call(
                    "BatchStatistics.Update",
                    PassAddresses.At("parameters", addresses.Parameter(stage.RunningMean!.Offset)),
                    PassAddresses.At("parameters", addresses.Parameter(stage.RunningVariance!.Offset)),
                    PassAddresses.At("shared", PassAddresses.Shared($"{stage.Name}Mean")),
                    $"channels: {stage.BatchNorm.Output.Channels}",
                    $"momentum: {Numbers.Real(stage.BatchNorm.Momentum)}");
            }
        }
    }
}
