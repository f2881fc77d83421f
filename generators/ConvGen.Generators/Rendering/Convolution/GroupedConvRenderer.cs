using static ConvGen.Generators.Rendering.Text.VectorText;

namespace ConvGen.Generators.Rendering.Convolution;

/// <summary>
/// Renders the files of a grouped convolution: the kernels of one group, and a file that runs them for one group after the other.
/// </summary>
internal sealed class GroupedConvRenderer(NetworkPlan plan, GroupedConvStage stage)
{
    private readonly ConvStage _group = stage.Group;
    private readonly bool _isPooled = stage.Group.Pool is not null;

    public static IEnumerable<GeneratedFile> Render(NetworkPlan plan, GroupedConvStage stage) =>
    [
        new GroupedConvRenderer(plan, stage).RenderGroups(),

        // The file Groups computes the gradient of the activation, for all groups at once.
        .. ConvRenderer.Render(plan, stage.Group, stage.Group with { Activation = null }),
    ];

    /// <summary>The expression for the floats from the first channel of one group to that of the next, in the input of the stage.</summary>
    private string InputStep => (stage.Input.IsPlanar, stage.Conv.GroupChannels) switch
    {
        (false, _) => "GroupChannels",
        (true, 1) => "InputChannel",
        (true, _) => "GroupChannels * InputChannel",
    };

    private bool Trains => plan.Trains(stage);

    private GeneratedFile RenderGroups() => KernelFile.RenderClass(
        plan,
        stage,
        "Groups",
        $"{stage.Name}: {stage.Groups} convolutions side by side, each from {stage.Conv.GroupChannels} of "
            + $"{Phrases.Count(stage.Conv.Input.Channels, "channel")} to {stage.Conv.GroupFilters} of "
            + Phrases.Count(stage.Conv.Output.Channels, "filter"),
        [
            ("input", stage.Input.Describe()),
            ("of a group", _group.Input.Describe()),
            ("output", stage.Output.Describe()),
            ("of a group", _group.Output.Describe()),
            ("schedule", "one group after the other through the same kernels; copies lead to its images and back"),
            ("weights", $"{stage.GroupWeights} floats per group, {_group.Forward.PackedFloats} packed"),
        ],
        [
            .. KernelFile.Distances(stage),
            .. GroupCopyRenderer.Distances("GroupInput", _group.Input, "group's input"),
            .. GroupCopyRenderer.Distances("GroupOutput", _group.Output, "group's output"),
            ("GroupChannels", stage.Conv.GroupChannels, "Channels of the input that a group reads."),
            ("GroupFilters", stage.Conv.GroupFilters, "Filters of a group."),
            ("PackedBiases", _group.Forward.PackedBias, "Floats before the packed biases of a group."),
            ("GroupWeights", stage.GroupWeights, "Floats per group of the weights."),
            ("GroupPacked", _group.Forward.PackedFloats, "Floats per group of the packed weights."),
            ("GroupWinners", _group.Output.SampleStride * plan.ChunkSamples,
                "Offsets per group of the winners."),
        ],
        writer =>
        {
            RenderPack(writer);
            writer.Line();
            RenderForward(writer);
            var copies = new GroupCopyRenderer(writer, stage);
            if (Trains)
            {
                writer.Line();
                RenderBackward(writer);
                copies.RenderForward();
                copies.RenderBackward();
            }
            else
            {
                copies.RenderForward();
            }
        });

    private void RenderPack(KernelWriter writer)
    {
        writer.Summary("Packs the weights and biases of every group.");
        string biases = stage.Bias is null ? "" : "ref float biases, ";
        using (writer.Block($"public static void Pack(ref float weights, {biases}ref float packed)"))
        {
            using (EveryGroup(writer, "The weights of one group after the other, packed alike."))
            {
                foreach (PackedFilters piece in PackedFilters.Of(_group))
                {
                    writer.Line($"{stage.Name}Pack.{piece.Method}(ref weights, ref packed);");
                }

                if (stage.Bias is not null)
                {
                    using (writer.Loop("Copies the biases.", "for (int filter = 0; filter < GroupFilters; filter++)"))
                    {
                        writer.Line("Unsafe.Add(ref packed, PackedBiases + filter) = Unsafe.Add(ref biases, filter);");
                    }

                    writer.Line(Advance("biases", "GroupFilters"));
                }

                writer.Line(Advance("weights", "GroupWeights"));
                writer.Line(Advance("packed", "GroupPacked"));
            }
        }
    }

    private void RenderForward(KernelWriter writer)
    {
        writer.Summary($"{ConvFormula.Forward(_group)}, where c and f count within a group."
            + (_isPooled ? ConvHead.WinnersToo : ""));
        writer.Signature("public static void Forward", OperandText.Parameters(stage.ForwardCall(PassKind.Prediction)));
        using (writer.Braces())
        {
            if (_isPooled)
            {
                writer.Line("bool keepWinners = !Unsafe.IsNullRef(ref winners);");
            }

            if (GroupCopyRenderer.IsPadded(stage.Output))
            {
                writer.Line("ClearOutputPadding(ref output, samples);");
            }

            using (EveryGroup(writer))
            {
                writer.Line("LoadInput(ref input, ref groupInput, samples);");
                if (_isPooled)
                {
                    writer.Line("ref int groupWinners = ref keepWinners ? ref winners : ref Unsafe.NullRef<int>();");
                }

                RenderGroupCall(writer, _group.ForwardCall(PassKind.Training), winners: "groupWinners");
                writer.Line("StoreOutput(ref groupOutput, ref output, samples);");
                writer.Line(Advance("input", InputStep));
                writer.Line(Advance("packed", "GroupPacked"));
                writer.Line(Advance("output", "GroupFilters"));
                if (_isPooled)
                {
                    writer.Line(Advance("winners", "GroupWinners"));
                }
            }
        }
    }

    private void RenderBackward(KernelWriter writer)
    {
        var start = new WeightedBackward(writer, stage, stage.Bias);
        start.RenderSummary();
        writer.Signature("public static void Backward", OperandText.Parameters(stage.BackwardCall()));
        using (writer.Braces())
        {
            start.RenderCall();
            writer.Line("bool wantsInputGradient = !Unsafe.IsNullRef(ref inputGradient);");
            writer.Line(
                "ref float dx = ref wantsInputGradient ? ref groupInputGradient : ref Unsafe.NullRef<float>();");
            if (GroupCopyRenderer.IsPadded(stage.Input))
            {
                using (writer.Block("if (wantsInputGradient)"))
                {
                    writer.Line("ClearInputPadding(ref inputGradient, samples);");
                }

                writer.Line();
            }

            using (EveryGroup(writer))
            {
                writer.Line("LoadInput(ref input, ref groupInput, samples);");
                writer.Line("LoadGradient(ref outputGradient, ref groupOutputGradient, samples);");
                RenderGroupCall(writer, (_group with { Activation = null }).BackwardCall(), winners: "winners");
                using (writer.Block("if (wantsInputGradient)"))
                {
                    writer.Line("StoreGradient(ref groupInputGradient, ref inputGradient, samples);");
                    writer.Line(Advance("inputGradient", InputStep));
                }

                writer.Line();
                writer.Line(Advance("weights", "GroupWeights"));
                writer.Line(Advance("weightGradient", "GroupWeights"));
                writer.Line(Advance("input", InputStep));
                writer.Line(Advance("outputGradient", "GroupFilters"));
                if (_isPooled)
                {
                    writer.Line(Advance("winners", "GroupWinners"));
                }
            }
        }

        start.RenderMethod();
    }

    /// <summary>Renders a call of a group's kernel. Operands that differ between groups have their own names.</summary>
    private static void RenderGroupCall(KernelWriter writer, KernelCall call, string winners) => writer.Call(
        $"{call.Class}.{call.Method}",
        [
            .. call.References.Select(operand => "ref " + operand.Name switch
            {
                "input" => "groupInput",
                "output" => "groupOutput",
                "outputGradient" => "groupOutputGradient",
                "inputGradient" => "dx",
                "winners" => winners,
                _ => operand.Name,
            }),
            "samples",
        ]);

    private IDisposable EveryGroup(
        KernelWriter writer, string comment = "One group after the other uses the same kernels and images.") =>
        writer.Loop(comment, $"for (int group = 0; group < {stage.Groups}; group++)");
}
