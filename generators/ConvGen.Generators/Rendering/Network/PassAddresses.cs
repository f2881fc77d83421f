namespace ConvGen.Generators.Rendering.Network;

/// <summary>
/// Renders constants for all addresses in the passes: the start of each tensor in the parameters and in the packed weights, and of each
/// buffer in the workspaces. They are in separate classes, so that no name of a layer collides with a member of the program.
/// </summary>
internal sealed class PassAddresses
{
    private const string ParameterClass = "ParameterAt";
    private const string PackedClass = "PackedAt";
    private const string ContributionClass = "ContributionAt";
    private const string SharedClass = "SharedAt";

    private readonly NetworkPlan _plan;
    private readonly Dictionary<int, string> _parameters;
    private readonly Dictionary<int, string> _packed;

    public PassAddresses(NetworkPlan plan)
    {
        _plan = plan;
        _parameters = plan.Parameters.ToDictionary(parameter => parameter.Offset, NameOf);
        _packed = [];
        foreach (PackedPiece piece in plan.PackedPieces.Concat(plan.PredictionPieces))
        {
            foreach (Memory.Packed where in piece.PackCall.References.Select(operand => operand.Where).OfType<Memory.Packed>())
            {
                _packed[where.Offset] = piece.Stage.Name + "Weights";
            }
        }

        foreach (NormFold fold in plan.Folds)
        {
            BatchNormStage normalization = fold.Normalization;
            _packed[normalization.FoldedOffset] = normalization.Name + "Scale";
            _packed[normalization.FoldedOffset + normalization.ChannelFloats] = normalization.Name + "Shift";
            if (fold.Folded is { } folded)
            {
                _packed[NormFolding.WeightsOf(folded).Offset] = folded.Name + "ScaledWeights";
                foreach (KernelCall call in folded.PackedPieces.Concat(folded.PredictionPieces).Select(piece => piece.PackCall))
                {
                    _packed[((Memory.Packed)call.References.Last().Where).Offset] = folded.Name + "Weights";
                }
            }
        }
    }

    /// <summary>A reference to a named address: <c>ref Unsafe.Add(ref parameters, ParameterAt.Conv1Weights)</c>.</summary>
    public static string At(string memory, string address) => $"ref Unsafe.Add(ref {memory}, {address})";

    /// <summary>The address of a tensor in the parameters, which is also that of its gradient in the gradients.</summary>
    public string Parameter(int offset) => $"{ParameterClass}.{_parameters[offset]}";

    /// <summary>The address of a layer's weights in the packed weights.</summary>
    public string Packed(int offset) => $"{PackedClass}.{_packed[offset]}";

    /// <summary>The address of a tensor in the contribution of a slice.</summary>
    public static string Contribution(string name) => $"{ContributionClass}.{name}";

    /// <summary>The address of a tensor in the statistics that all slices share.</summary>
    public static string Shared(string name) => $"{SharedClass}.{name}";

    /// <summary>The address of a buffer in the workspace of a pass.</summary>
    public static string Workspace(PassKind pass, string buffer) => $"{WorkspaceClass(pass)}.{buffer}";

    /// <summary>Renders the constants.</summary>
    public void Render(SourceWriter writer)
    {
        if (_plan.Parameters.Count > 0)
        {
            writer.Summary("Where each tensor starts among the parameters, and its gradient among the gradients, in floats. Rows and "
                + "tensors are padded; the comments give PyTorch's shapes.");
            using (writer.Block($"private static class {ParameterClass}"))
            {
                RenderParameters(writer);
            }
        }

        if (_packed.Count > 0)
        {
            writer.Summary(_plan.Folds.Count == 0 ? "Where the packed weights and biases of each convolution start, in floats."
                : "Where the packed weights and biases of each convolution start, in floats; and what prediction alone reads: the factors and "
                    + "summands of each normalization, and the weights that include them.");
            using (writer.Block($"private static class {PackedClass}"))
            {
                foreach (KeyValuePair<int, string> weights in _packed.OrderBy(weights => weights.Key))
                {
                    Constant(writer, weights.Value, $"{weights.Key}");
                }
            }
        }

        if (_plan.MeetingFloats > 0)
        {
            RenderMeetings(
                writer, ContributionClass, "Where each tensor starts in the contribution of a slice, in floats.", stage => stage.Contributions);
            RenderMeetings(
                writer, SharedClass, "Where each statistic of the mini-batch starts, in floats.", stage => stage.Results);
        }

        RenderWorkspace(writer, PassKind.Prediction, _plan.Prediction);
        if (_plan.Training is { } training)
        {
            RenderWorkspace(writer, PassKind.Training, training);
        }
    }

    private void RenderMeetings(
        SourceWriter writer, string type, string summary, Func<BatchNormStage, IReadOnlyList<MeetingTensor>> tensorsOf)
    {
        writer.Summary(summary);
        using (writer.Block($"private static class {type}"))
        {
            BatchNormStage[] stages = [.. _plan.Training!.Stages.OfType<BatchNormStage>()];
            foreach (BatchNormStage stage in stages)
            {
                // The tensors of every normalization mean the same, so the first ones explain them all.
                foreach (MeetingTensor tensor in tensorsOf(stage))
                {
                    Constant(writer, tensor.Name, $"{tensor.Offset}", stage == stages[0] ? tensor.Meaning : null);
                }
            }
        }
    }

    /// <summary>Renders the addresses of the parameters: each tensor starts at the end of the previous one.</summary>
    private void RenderParameters(SourceWriter writer)
    {
        ParameterPlan? before = null;
        foreach (ParameterPlan parameter in _plan.Parameters)
        {
            string start = before is null ? "0" : $"{NameOf(before)} + {LengthOf(before)}";
            Constant(writer, NameOf(parameter), start, $"float[{string.Join(", ", parameter.Shape)}]");
            before = parameter;
        }
    }

    /// <summary>The number of floats of a tensor: <c>100 * 640</c> for 100 units with 640 inputs each, padding included.</summary>
    private static string LengthOf(ParameterPlan parameter) =>
        parameter.Dimensions[0] is var (size, stride) && stride > 1 && size * stride == parameter.Floats
            ? $"{size} * {stride}"
            : $"{parameter.Floats}";

    private void RenderWorkspace(SourceWriter writer, PassKind pass, PassPlan steps)
    {
        if (steps.Workspace.Buffers.Count == 0)
        {
            return;
        }

        string what = pass == PassKind.Prediction ? "prediction" : "training";
        writer.Summary($"Where each buffer starts in the workspace of {what}, in floats, and in which steps it is used. "
            + $"Buffers share memory where no step uses both. Lengths are for {Phrases.Count(_plan.ChunkSamples, "sample")}, or for what a step "
            + "needs at once, padding included.");
        using (writer.Block($"private static class {WorkspaceClass(pass)}"))
        {
            foreach (BufferPlan buffer in steps.Workspace.Buffers.OrderBy(buffer => FirstUse(buffer, steps)))
            {
                string type = $"{OperandText.Keyword(buffer.Type)}[{buffer.Floats / FloatsOf(buffer.Type)}]";
                Constant(writer, buffer.Name, $"{buffer.Offset}", $"{type}, {Life(buffer, pass, steps)}");
            }
        }
    }

    private static string WorkspaceClass(PassKind pass) => pass switch
    {
        PassKind.Prediction => "PredictAt",
        PassKind.Training => "TrainAt",
        _ => throw Unreachable.Kind(pass),
    };

    private static void Constant(SourceWriter writer, string name, string value, string? meaning = null) =>
        writer.Line($"public const int {name} = {value};{(meaning is null ? "" : " // " + meaning)}");

    /// <summary><c>Conv1Weights</c> for <c>Conv1.weight</c>.</summary>
    private static string NameOf(ParameterPlan parameter)
    {
        int dot = parameter.Name.LastIndexOf('.');
        string layer = parameter.Name.Substring(0, dot);
        return parameter.Name.Substring(dot + 1) switch
        {
            "weight" => layer + "Weights",
            "bias" => layer + "Biases",
            "running_mean" => layer + "RunningMean",
            "running_var" => layer + "RunningVariance",
            _ => throw new InvalidOperationException($"{parameter.Name} is neither weights, biases nor running statistics of a layer."),
        };
    }

    private static int FloatsOf(ElementType type) => type switch
    {
        ElementType.Float or ElementType.Int => 1,
        ElementType.LiveField or ElementType.LiveGradient => 2,
        _ => throw Unreachable.Kind(type),
    };

    private string Life(BufferPlan buffer, PassKind pass, PassPlan plan)
    {
        int first = FirstUse(buffer, plan);
        int last = LastUse(buffer, pass, plan);
        string steps = first == last ? $"step {first}" : $"steps {first} to {last}";
        return buffer.LastStep == BufferPlan.Forever.Last ? $"{steps}, shares no memory{Zeros(buffer)}" : steps;
    }

    /// <summary>What of a buffer stays zero, because nothing writes it.</summary>
    private string Zeros(BufferPlan buffer)
    {
        ActivationLayout input = _plan.Input;
        if (buffer.Name != "Input" || input.HasBorder)
        {
            return ": what lies around its values stays zero";
        }

        int after = buffer.Floats - input.SampleStride * _plan.ChunkSamples;
        return input.SampleStride > input.Shape.Length ? ": what pads its values stays zero"
            : after > 0 ? $": the {after} floats after its values stay zero"
            : "";
    }

    private static int FirstUse(BufferPlan buffer, PassPlan plan) =>
        plan.Steps.TakeWhile(step => !Names(step, buffer)).Count() + 1;

    /// <summary>Returns the last step that uses a buffer. In prediction, a step after all calls copies the result.</summary>
    private static int LastUse(BufferPlan buffer, PassKind pass, PassPlan plan)
    {
        List<PassStep> steps = [.. plan.Steps];
        return pass == PassKind.Prediction && plan.Results.Any(result => result.BufferName == buffer.Name)
            ? steps.Count + 1
            : steps.FindLastIndex(step => Names(step, buffer)) + 1;
    }

    private static bool Names(PassStep step, BufferPlan buffer) =>
        step.Call.References.Any(operand => operand.Where.BufferName == buffer.Name);
}
