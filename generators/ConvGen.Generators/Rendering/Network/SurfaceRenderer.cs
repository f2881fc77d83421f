namespace ConvGen.Generators.Rendering.Network;

/// <summary>
/// Renders the public members of the user's class. All names are fully qualified, because types of the user with the same names may be
/// in scope.
/// </summary>
internal static class SurfaceRenderer
{
    private const string Floats = SurfaceFile.Floats;
    private const string Labels = SurfaceFile.Labels;

    /// <summary>The partial method that creates the program. The public members declare it, so that they compile without the kernels; its
    /// body is generated with the kernels.</summary>
    private const string CreateProgram =
        "static partial void __CreateProgram(ref global::ConvGen.CompilerServices.NetworkProgram? program)";

    /// <summary>Renders the properties, constructor and methods, which compile without the kernels.</summary>
    public static GeneratedFile Render(ShapedNetwork network) => SurfaceFile.Render(
        network.Declaration, NetworkNames.Of(network.Declaration), "Network", "the members that you call", writer =>
        {
            RenderRemarks(writer, network);
            TypeHeader type = network.Declaration.Type;
            using (writer.Block($"partial {type.Keyword} {type.Name} : global::ConvGen.INetwork<{type.Name}>"))
            {
                RenderConstants(writer, network);
                RenderConstruction(writer, network);
                RenderLayers(writer, network);
                RenderMethods(writer);
                RenderInterface(writer, network);
            }
        });

    /// <summary>Renders the body of the method that creates the program, which connects the public members to the kernels.</summary>
    /// <param name="network">The network.</param>
    /// <param name="targets">The targets that it is compiled for, from the narrowest to the widest vectors.</param>
    public static GeneratedFile RenderProgramCreation(ShapedNetwork network, IReadOnlyList<Target> targets)
    {
        var names = NetworkNames.Of(network.Declaration);
        return SurfaceFile.Render(
            network.Declaration, names, "Network.Program", "where the class meets its kernels", writer =>
            {
                TypeHeader type = network.Declaration.Type;
                using (writer.Block($"partial {type.Keyword} {type.Name}"))
                using (writer.Block(CreateProgram))
                {
                    writer.Line($"program = {ProgramFor(targets, names)};");
                }
            });
    }

    /// <summary>The expression that creates the program. If the network is compiled for two targets, the runtime chooses.</summary>
    private static string ProgramFor(IReadOnlyList<Target> targets, NetworkNames names)
    {
        string New(Target target) => $"new global::{names.KernelNamespaceFor(target)}.Program()";
        return targets.Count switch
        {
            1 => New(targets[0]),
            2 => $"global::ConvGen.CompilerServices.VectorWidth.Is{targets[1].VectorBits} ? {New(targets[1])} : {New(targets[0])}",
            _ => throw new ArgumentException($"There are {targets.Count} targets.", nameof(targets)),
        };
    }

    /// <summary>Renders the table of layers that an editor shows when the pointer is on the class.</summary>
    private static void RenderRemarks(SourceWriter writer, ShapedNetwork network)
    {
        string[][] rows =
        [
            ["layer", "kind", "output", "parameters", "multiply-adds"],
            ["input", "", network.Input.ToString(), "", ""],
            .. network.Layers.Select(layer => new[]
            {
                layer.Name,
                layer.Kind,
                layer.Output.ToString(),
                Numbers.Grouped(layer.Parameters),
                Numbers.Grouped(layer.MultiplyAdds),
            }),
            [
                "total",
                "",
                "",
                Numbers.Grouped(network.Layers.Sum(layer => layer.Parameters)),
                Numbers.Grouped(network.Layers.Sum(layer => layer.MultiplyAdds)),
            ],
        ];
        if (network.Layers.Select((layer, place) => layer.Inputs.Count == 1 && layer.Inputs[0] == place).Contains(false))
        {
            rows = [.. rows.Select((row, i) => (string[])[.. row, i == 0 ? "reads" : Sources(network, i - 2)])];
        }

        int[] widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        writer.Line("/// <remarks>");
        string loss = network.Loss?.ToString() ?? "not declared";
        writer.Line($"/// Layers, shapes, parameters and multiply-adds per sample; the loss is {loss}.");
        writer.Line("/// <code>");
        foreach (string[] row in rows)
        {
            string line = string.Join("  ", row.Select((cell, column) =>
                column is 3 or 4 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])));
            writer.Line("/// " + SourceWriter.Escape(line.TrimEnd()));
        }

        writer.Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    /// <summary>The names of the values that a layer reads; empty for a row that is none.</summary>
    private static string Sources(ShapedNetwork network, int layer) => layer >= 0 && layer < network.Layers.Count
        ? string.Join(", ", network.Layers[layer].Inputs.Select(network.NameOf))
        : "";

    private static void RenderConstants(SourceWriter writer, ShapedNetwork network)
    {
        string order = network.Input.IsFlat ? "" : ", in [channel][row][column] order";
        writer.Lines(
            $$"""
            /// <summary>Floats of one input sample: {{network.Input}}{{order}}.</summary>
            public const int InputLength = {{network.Input.Length}};

            /// <summary>Floats of one output: {{network.Output}}.</summary>
            public const int OutputLength = {{network.Output.Length}};

            /// <summary>Weights and biases of all layers.</summary>
            public const int ParameterCount = {{network.Layers.Sum(layer => layer.Parameters)}};

            private readonly global::ConvGen.CompilerServices.NetworkCore __core;

            """);
    }

    private static void RenderConstruction(SourceWriter writer, ShapedNetwork network)
    {
        TypeHeader type = network.Declaration.Type;
        writer.Lines(
            $$"""
            #pragma warning disable CS8618, CS9264 // Members of yours that stay null: a constructor that you write can set them.
            /// <summary>A network with initialised weights.</summary>
            /// <param name="seed">The same seed gives the same weights, on every machine.</param>
            public {{type.Name}}(int seed = 0)
            {
                __core = new global::ConvGen.CompilerServices.NetworkCore(__Program.Instance, seed);
            }
            #pragma warning restore CS8618, CS9264

            /// <summary>A network with initialised weights.</summary>
            /// <param name="seed">The same seed gives the same weights, on every machine.</param>
            /// <returns>The new network.</returns>
            public static {{type.Name}} Create(int seed) => new {{type.Name}}(seed);

            /// <summary>Layers, shapes, parameters and multiply-adds; its text is a table.</summary>
            public static global::ConvGen.NetworkSummary Summary => __Program.Instance.Summary;

            /// <summary>The outputs: name, shape and place among the values that Predict writes for a sample.</summary>
            public static global::System.Collections.Generic.IReadOnlyList<global::ConvGen.NetworkOutput> Outputs => Summary.Outputs;

            /// <summary>All weights and biases, by name and in order, copied in and out in PyTorch's layout.</summary>
            public global::ConvGen.ParameterSet Parameters => __core.Parameters;

            /// <summary>The width, in bits, of the vectors that this process computes with: 256 or 512.</summary>
            public int VectorBits => __core.VectorBits;

            """);
    }

    private static void RenderLayers(SourceWriter writer, ShapedNetwork network)
    {
        foreach (ShapedLayer layer in network.Layers)
        {
            if (layer.Property is { } property)
            {
                string type = $"global::ConvGen.{property.Type}";
                writer.Lines(
                    $"""
                    /// <summary>{property.Description}.</summary>
                    public {type} {layer.Name} => __core.Layer<{type}>("{layer.Name}");

                    """);
            }
        }
    }

    private static void RenderMethods(SourceWriter writer) => writer.Lines(
        $"""
        /// <inheritdoc/>
        public void Predict({Floats} inputs, global::System.Span<float> outputs) =>
            __core.Predict(inputs, outputs);

        /// <inheritdoc/>
        public int Classify({Floats} input) => __core.Classify(input);

        /// <inheritdoc/>
        public global::ConvGen.ActivationTrace Trace({Floats} input) => __core.Trace(input);

        /// <inheritdoc/>
        public global::ConvGen.Gradients CreateGradients() => __core.CreateGradients();

        /// <inheritdoc/>
        public float Backpropagate(
            {Floats} inputs, {Labels} labels, global::ConvGen.Gradients gradients) =>
            __core.Backpropagate(inputs, labels, gradients);

        /// <inheritdoc/>
        public float Backpropagate(
            {Floats} inputs, {Floats} targets, global::ConvGen.Gradients gradients) =>
            __core.Backpropagate(inputs, targets, gradients);

        """);

    private static void RenderInterface(SourceWriter writer, ShapedNetwork network)
    {
        string contract = $"global::ConvGen.INetwork<{network.Declaration.Type.Name}>";
        writer.Lines(
            $$"""
            static int {{contract}}.InputLength => InputLength;

            static int {{contract}}.OutputLength => OutputLength;

            static int {{contract}}.ParameterCount => ParameterCount;

            global::ConvGen.CompilerServices.NetworkCore {{contract}}.Core => __core;

            /// <summary>Creates the program at its first use, which may be in a static initialiser or constructor of yours.</summary>
            {{GeneratorVersion.Type}}
            private static class __Program
            {
                internal static readonly global::ConvGen.CompilerServices.NetworkProgram Instance = Load();

                private static global::ConvGen.CompilerServices.NetworkProgram Load()
                {
                    global::ConvGen.CompilerServices.NetworkProgram? program = null;
                    __CreateProgram(ref program);
                    return program!;
                }
            }

            {{CreateProgram}};
            """);
    }
}
