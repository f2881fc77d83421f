namespace ConvGen.Generators.Rendering.Network;

/// <summary>Renders the class that the runtime calls. <see cref="PassesRenderer"/> renders the passes, a part of the class.</summary>
internal static class ProgramRenderer
{
    public static GeneratedFile Render(NetworkPlan plan) => KernelFile.Render(
        plan,
        "Program",
        $"{plan.Names.ClassName}: sizes, parameters and summary",
        [
            ("parameters", $"{Numbers.Grouped(plan.ParameterFloats)} floats with padding, "
                + $"{Numbers.Grouped(plan.PackedFloats)} packed"),
            ("chunk", $"at most {plan.ChunkSamples} samples, over which a pass runs all its steps"),
            ("workspace", $"{Numbers.Grouped(plan.Prediction.Workspace.Floats)} floats to predict, "
                + $"{Numbers.Grouped(TrainingFloats(plan))} to train"),
        ],
        writer =>
        {
            writer.Summary("What the runtime must know of the network, and the passes that it calls.");
            writer.Lines(GeneratorVersion.HiddenType);
            using (writer.Block("internal sealed partial class Program : NetworkProgram"))
            {
                RenderSizes(writer, plan);
                RenderMeetingSizes(writer, plan);
                writer.Line();
                RenderParameters(writer, plan);
                if (plan.PackedPieces.Count > 0)
                {
                    writer.Line();
                    RenderPackedPieces(writer, plan);
                }

                writer.Line();
                RenderSummary(writer, plan);
            }

            writer.Line();
            KernelFile.RenderOptions(writer);
        });

    private static int TrainingFloats(NetworkPlan plan) => plan.Training?.Workspace.Floats ?? 0;

    public static string LossName(NetworkPlan plan) => plan.Network.Loss?.ToString() ?? "None";

    private static void RenderSizes(SourceWriter writer, NetworkPlan plan) => writer.Lines(
        $"""
        public override int VectorBits => {plan.Target.VectorBits};

        public override int ChunkSamples => {plan.ChunkSamples};

        public override int InputLength => {plan.Input.Shape.Length};

        public override int OutputLength => {plan.Network.Output.Length};

        public override int ParameterFloats => {plan.ParameterFloats};

        public override int PackedFloats => {plan.PackedFloats};

        public override int InferenceWorkspaceFloats => {plan.Prediction.Workspace.Floats};

        public override int TrainingWorkspaceFloats => {TrainingFloats(plan)};

        public override LossKind Loss => LossKind.{LossName(plan)};
        """);

    /// <summary>Renders the sizes that differ from their defaults in a network with normalizations.</summary>
    private static void RenderMeetingSizes(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.Training is not { Segments.Count: > 1 } training)
        {
            return;
        }

        writer.Lines(
            $"""

            public override int TrainingSegments => {training.Segments.Count};

            public override int MeetingFloats => {plan.MeetingFloats};
            """);
        if (training.Stages.OfType<BatchNormStage>().Any(stage => stage.BatchNorm.Pixels == 1))
        {
            writer.Line();
            writer.Comment("A single value has no variance.");
            writer.Line("public override int LeastTrainingSamples => 2;");
        }
    }

    private static void RenderParameters(SourceWriter writer, NetworkPlan plan)
    {
        writer.Comment("The memory layout of each parameter: the size and the stride, in floats, of each dimension; and the standard deviation "
            + "of its initial values, which are all equal if it is 0.");
        writer.Line("public override global::System.Collections.Generic.IReadOnlyList<ParameterLayout> Parameters { get; } =");
        writer.Line("[");
        foreach (ParameterPlan parameter in plan.Parameters)
        {
            IEnumerable<string> dimensions =
                parameter.Dimensions.Select(dimension => $"new({dimension.Size}, {dimension.Stride})");
            writer.Lines(
                $$"""
                    new()
                    {
                        Name = "{{parameter.Name}}",
                        Shape = [{{string.Join(", ", parameter.Shape)}}],
                        Offset = {{parameter.Offset}},
                        Dimensions = [{{string.Join(", ", dimensions)}}],
                        Deviation = {{Deviation(parameter.Start)}},{{Mean(parameter.Start)}}{{Trainable(parameter)}}
                    },
                """);
        }

        writer.Line("];");
    }

    private static string Mean(InitialValues start) => start.Mean == 0 ? "" : $"\n        Mean = {Numbers.Float(start.Mean)},";

    private static string Trainable(ParameterPlan parameter) => parameter.IsTrainable ? "" : "\n        IsTrainable = false,";

    private static string Deviation(InitialValues start) =>
        start.Numerator == 0 ? "0"
        : start == InitialValues.One ? "1"
        : $"Math.Sqrt({start.Numerator}.0 / {start.Denominator})";

    private static void RenderPackedPieces(SourceWriter writer, NetworkPlan plan)
    {
        writer.Comment("Parts of the weights that are packed again, into the order in which the forward pass reads them, once they are updated.");
        writer.Line("public override global::System.Collections.Generic.IReadOnlyList<PackedPiece> PackedPieces { get; } =");
        writer.Line("[");
        foreach (PackedPiece piece in plan.PackedPieces)
        {
            writer.Line($"    new() {{ Offset = {piece.Offset}, Floats = {piece.End - piece.Offset} }},");
        }

        writer.Line("];");
    }

    private static void RenderSummary(SourceWriter writer, NetworkPlan plan)
    {
        writer.Line("public override global::ConvGen.NetworkSummary Summary { get; } = new(");
        writer.Line($"    \"{plan.Names.ClassName}\",");
        writer.Line($"    [{Dimensions(plan.Network.Input)}],");
        writer.Line("    [");
        for (int place = 0; place < plan.Network.Layers.Count; place++)
        {
            ShapedLayer layer = plan.Network.Layers[place];
            writer.Line($"        new(\"{layer.Name}\", \"{layer.Kind}\", [{Dimensions(layer.Output)}], "
                + $"{layer.Parameters}, {layer.MultiplyAdds}){LayerSettingsText.Of(layer, plan.Network, place)},");
        }

        if (plan.Network.HasDefaultOutput)
        {
            writer.Line("    ]);");
            return;
        }

        writer.Lines(
            """
                ])
                {
                    Outputs =
                    [
            """);
        foreach ((OutputPlan output, NetworkOutput declared) in plan.Outputs.Zip(plan.Network.Outputs, (plan, declared) => (plan, declared)))
        {
            string name = LiteralText.Of(declared.Name);
            writer.Line($"            new({name}, [{Dimensions(output.Layout.Shape)}], {output.Offset}, \"{plan.Network.NameOf(output.Value)}\"),");
        }

        writer.Lines(
            """
                    ],
                };
            """);
    }

    private static string Dimensions(Shape shape) =>
        shape.IsFlat ? $"{shape.Length}" : $"{shape.Channels}, {shape.Height}, {shape.Width}";
}
