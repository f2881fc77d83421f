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
        List<SegmentCall> calls = [];
        KernelWriter methods = writer.Beside();
        IReadOnlyList<SegmentShape> shapes = [.. pass.Segments.Select((segment, number) => new SegmentShape(number, segment, addresses))];
        int first = 1;
        for (int i = 0; i < pass.Segments.Count; i++)
        {
            Segment segment = pass.Segments[i];
            int[] equal = [.. Enumerable.Range(0, shapes.Count).Where(other => shapes[other].Key == shapes[i].Key)];
            bool isShared = equal.Length > 1;
            if (isShared && equal[0] != i)
            {
                calls.Add(calls[equal[0]] with { Segment = segment, FirstStep = first, Addresses = shapes[i].Addresses });
                first += segment.Steps.Count;
                continue;
            }

            bool hasLoss = segment.Steps.Any(step => step.Result is not null);
            KernelWriter body = writer.Indented();
            if (isShared)
            {
                shapes[i].RenderBody(body);
            }
            else
            {
                RenderBody(body, pass, segment, first, hasLoss, addresses);
            }

            (string Declaration, string Name, bool IsReference)[] used = [.. Arguments.Where(argument => body.Mentions(argument.Name))];
            methods.Line();
            methods.Summary(isShared ? AboutShared(pass, equal) : About(pass, i));
            methods.Signature(
                $"private static {(hasLoss ? "double" : "void")} Segment{i}",
                [.. used.Select(argument => argument.Declaration), .. isShared ? shapes[i].Parameters.Select(name => $"int {name}") : []]);
            using (methods.Braces())
            {
                methods.Append(body);
            }

            calls.Add(new SegmentCall(
                segment, first, $"Segment{i}",
                [.. used.Select(argument => argument.IsReference ? $"ref {argument.Name}" : argument.Name)],
                isShared ? shapes[i].Addresses : [], isShared, hasLoss));
            first += segment.Steps.Count;
        }

        RenderChoice(writer, calls);
        writer.Append(methods);
        writer.Line();
        RenderMeet(writer, pass);
        writer.Line();
        RenderMeetings(writer, pass.Stages.OfType<BatchNormStage>().Sum(stage => stage.MeetingFloats));
        writer.Line();
        RenderUpdate(writer, pass, addresses);
    }

    private static string AboutShared(PassPlan pass, int[] segments)
    {
        string numbers = $"{string.Join(", ", segments.Take(segments.Length - 1))} and {segments[segments.Length - 1]}";
        return $"Segments {numbers} of {pass.Segments.Count}, numbered from 0, which differ only in where their operands are.";
    }

    private static string About(PassPlan pass, int segment)
    {
        string number = $"Segment {segment} of {pass.Segments.Count}, numbered from 0";
        string begins = segment == 0 ? "starts with the inputs" : $"starts with {pass.Segments[segment - 1].End!.What}";
        return pass.Segments[segment].End is { } end
            ? $"{number}: {begins}. After it all threads wait for {end.What}."
            : $"{number}: {begins}, and ends the pass.";
    }

    private static void RenderBody(
        KernelWriter body, PassPlan pass, Segment segment, int first, bool hasLoss, PassAddresses addresses)
    {
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
    }

    private static void RenderChoice(KernelWriter writer, List<SegmentCall> calls)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override double TrainSegment(");
        writer.Line("    int segment, ref float parameters, ref float packed, ref float inputs, ref float targets, int samples,");
        writer.Line("    float gradientScale, in TrainingNoise noise, ref float workspace, ref float gradients, ref float inputGradients,");
        writer.Line("    ref float contribution, ref float shared)");
        using (writer.Braces())
        using (writer.Block("switch (segment)"))
        {
            for (int i = 0; i < calls.Count; i++)
            {
                SegmentCall call = calls[i];
                using (writer.Case($"case {i}:"))
                {
                    if (call.IsShared)
                    {
                        writer.Comment(call.Steps);
                    }

                    writer.Call($"{(call.HasLoss ? "return " : "")}{call.Method}", [.. call.Arguments, .. call.Addresses]);
                    if (!call.HasLoss)
                    {
                        writer.Line("return 0;");
                    }
                }
            }

            using (writer.Case("default:"))
            {
                writer.Line("throw new global::System.ArgumentOutOfRangeException(");
                writer.Line($"    nameof(segment), segment, \"The training pass has the segments 0 to {calls.Count - 1}.\");");
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
                string[] memory = ["ref contributions", PassAddresses.Contribution(at), "ref shared", PassAddresses.Shared(at)];
                using (writer.Case($"case {i}:"))
                {
                    writer.Call(meeting.OfGradients ? "MeetGradients" : "MeetMoments", meeting.OfGradients
                        ? [.. memory, $"channels: {norm.Output.Channels}", $"pixels: {norm.Pixels}", "slices", "samples"]
                        : [.. memory, $"channels: {norm.Output.Channels}", $"pixels: {norm.Pixels}", $"epsilon: {Numbers.Real(norm.Epsilon)}", "slices"]);
                    writer.Line("break;");
                }
            }

            using (writer.Case("default:"))
            {
                writer.Line("throw new global::System.ArgumentOutOfRangeException(nameof(segment), segment, \"No segment follows this one.\");");
            }
        }
    }

    /// <summary>Renders the two methods that meetings call, which all normalizations share.</summary>
    private static void RenderMeetings(KernelWriter writer, int meetingFloats)
    {
        RenderMeeting(
            writer, meetingFloats, "The mean and the variance of a normalization's input, over what all slices contribute.", "MeetMoments",
            "int channels, int pixels, double epsilon, int slices", "channels, pixels, epsilon, slices");
        writer.Line();
        RenderMeeting(
            writer, meetingFloats, "The means of a normalization's gradients, over what all slices contribute.", "MeetGradients",
            "int channels, int pixels, int slices, int samples", "channels, pixels, slices, samples");
    }

    private static void RenderMeeting(KernelWriter writer, int meetingFloats, string summary, string method, string parameters, string arguments)
    {
        writer.Summary(summary);
        writer.Line($"private static void {method}(");
        writer.Line($"    ref float contributions, int contributionAt, ref float shared, int sharedAt, {parameters}) =>");
        writer.Line($"    BatchStatistics.{method}(");
        writer.Line($"        {PassAddresses.At("contributions", "contributionAt")}, {PassAddresses.At("shared", "sharedAt")},");
        writer.Line($"        {arguments}, {meetingFloats});");
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

    /// <summary>The call of a segment's method.</summary>
    /// <param name="Segment">The segment.</param>
    /// <param name="FirstStep">The number of its first step in the pass.</param>
    /// <param name="Method">The method, which segments of the same shape share.</param>
    /// <param name="Arguments">The arguments of the pass that the method needs.</param>
    /// <param name="Addresses">The addresses of the operands, if segments share the method.</param>
    /// <param name="IsShared">Whether segments share the method.</param>
    /// <param name="HasLoss">Whether it returns the loss.</param>
    private sealed record SegmentCall(
        Segment Segment, int FirstStep, string Method, string[] Arguments, IReadOnlyList<string> Addresses, bool IsShared, bool HasLoss)
    {
        /// <summary>The steps with their numbers, for a comment.</summary>
        public string Steps => string.Join(" ", Segment.Steps.Select((step, i) => $"{FirstStep + i}. {step.About}"));
    }
}
