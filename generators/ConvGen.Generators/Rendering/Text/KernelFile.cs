namespace ConvGen.Generators.Rendering.Text;

/// <summary>Renders the parts that all kernel files share: the header comment, namespace and class.</summary>
/// <remarks>A distance is a stride or offset in floats that generated code names, such as <c>InputRow</c>.</remarks>
internal static class KernelFile
{
    /// <summary>The attribute of a kernel. <see cref="RenderOptions"/> renders the constant <c>Jit.Kernel</c>.</summary>
    public const string KernelAttribute = MethodImpl + "(Jit.Kernel)]";

    /// <summary>The attribute of a method that is inlined into every kernel that calls it.</summary>
    public const string PartAttribute = MethodImpl + "(Jit.Part)]";

    /// <summary>The <c>@</c> makes C# look up exactly this name. Otherwise a type <c>MethodImpl</c> in the user's project could make the
    /// attribute ambiguous.</summary>
    private const string MethodImpl = "[@MethodImplAttribute";

    /// <summary>
    /// Renders a file of the kernels' namespace. Its usings are inside the namespace, so that they take precedence over all names in the
    /// user's project. <c>System</c> is not among them, because the user may declare types in it.
    /// </summary>
    public static GeneratedFile Render(
        NetworkPlan plan, string topic, string title, IEnumerable<(string Label, string Text)> head, Action<KernelWriter> body)
    {
        var writer = new KernelWriter(plan.Target);
        writer.Line(GeneratorVersion.Mark);
        writer.Line("//");
        writer.Comment(title);
        writer.Line("//");
        foreach ((string label, string text) in head)
        {
            writer.LabelledComment(label, text);
        }

        writer.Line("#nullable enable");
        writer.Line();
        writer.Line($"namespace {plan.Names.KernelNamespaceFor(plan.Target)};");
        writer.Line();
        KernelWriter content = writer.Beside();
        body(content);
        writer.Lines(
            """
            using global::ConvGen.CompilerServices;
            using global::System.Runtime.CompilerServices;
            using global::System.Runtime.Intrinsics;
            """);
        if (content.Mentions(writer.Simd.Floats))
        {
            writer.Line(writer.Simd.UsingFloats);
        }

        if (content.Mentions("Math"))
        {
            writer.Line("using Math = global::System.Math;");
        }

        writer.Line();
        writer.Append(content);
        return new GeneratedFile(plan.Names.Hint(plan.Target, topic), writer.ToString());
    }

    /// <summary>Renders the JIT options of kernels and their parts, once for all files of a network.</summary>
    /// <remarks>Without <c>NoInlining</c> the JIT inlines kernels into their callers after profiling them, and loops that need all registers
    /// spill: predicting batches with a small network took twice as long.</remarks>
    public static void RenderOptions(SourceWriter writer)
    {
        writer.Summary("How the JIT compiles the methods of a network.");
        writer.Lines(GeneratorVersion.HiddenType);
        using (writer.Block("internal static class Jit"))
        {
            writer.Comment("A kernel: optimized fully for its first call, and never inlined, because its loops fill the registers by themselves.");
            writer.Line("public const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;");
            writer.Line();
            writer.Comment("A part of kernels: written once, and compiled into every kernel that calls it.");
            writer.Line("public const MethodImplOptions Part = MethodImplOptions.AggressiveInlining;");
        }
    }

    /// <summary>Renders the file <c>Conv2.Forward</c> with the class <c>Conv2Forward</c>, which holds kernels of a stage. Its head names the
    /// stages that call them, if there are several.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="stage">The stage that the kernels are named after.</param>
    /// <param name="part">The last part of both names, such as <c>Forward</c>.</param>
    /// <param name="title">The first line of the head.</param>
    /// <param name="head">The other lines of the head.</param>
    /// <param name="constants">The distances that the methods may use.</param>
    /// <param name="methods">Renders the methods.</param>
    public static GeneratedFile RenderClass(
        NetworkPlan plan,
        StagePlan stage,
        string part,
        string title,
        IEnumerable<(string Label, string Text)> head,
        IEnumerable<(string Name, int Value, string Meaning)> constants,
        Action<KernelWriter> methods)
    {
        StagePlan[] callers = [.. plan.CallersOf(stage, part)];
        string[] names = [.. callers.Select(caller => caller.Name).Distinct()];
        bool[] haveBiases = [.. callers.OfType<ConvStage>().Select(caller => caller.Conv.Bias).Distinct()];
        string biases = haveBiases.Length > 1 ? "; those without biases have zeros among the packed weights" : "";
        IEnumerable<(string, string)> sharing = names.Length > 1
            ? [("called by", $"{string.Join(", ", names)}, which differ only in their values and parameters{biases}")]
            : [];
        return RenderClass(
            plan, $"{stage.Name}.{part}", title, sharing.Concat(head), $"{stage.Name}{part}", constants, methods);
    }

    /// <summary>Renders a file with one static class, which starts with constants for the distances that its methods use.</summary>
    public static GeneratedFile RenderClass(
        NetworkPlan plan,
        string topic,
        string title,
        IEnumerable<(string Label, string Text)> head,
        string className,
        IEnumerable<(string Name, int Value, string Meaning)> constants,
        Action<KernelWriter> methods) => Render(plan, topic, title, head, writer =>
        {
            writer.Lines(GeneratorVersion.HiddenType);
            using (writer.Block($"internal static class {className}"))
            {
                KernelWriter body = writer.Beside();
                methods(body);
                bool hasConstants = false;
                foreach ((string name, int value, string meaning) in constants.Where(constant => body.Mentions(constant.Name)))
                {
                    writer.LineWithComment($"private const int {name} = {value};", meaning);
                    hasConstants = true;
                }

                if (hasConstants)
                {
                    writer.Line();
                }

                writer.Append(body);
            }
        });

    /// <summary>Returns the distances in a stage's input and output.</summary>
    public static IEnumerable<(string Name, int Value, string Meaning)> Distances(StagePlan stage) =>
        [.. Distances("Input", stage.Input), .. Distances("Output", stage.Output)];

    /// <summary>Returns the distances in a layout, named after its content, such as <c>InputSample</c>.</summary>
    public static IEnumerable<(string Name, int Value, string Meaning)> Distances(string what, ActivationLayout layout) =>
        Distances(what, what.ToLowerInvariant(), layout);

    /// <summary>Returns the distances in a layout, with the noun for its content in their comments, such as <c>first value</c>.</summary>
    public static IEnumerable<(string Name, int Value, string Meaning)> Distances(string what, string noun, ActivationLayout layout) =>
    [
        ($"{what}Sample", layout.SampleStride, $"Floats per sample of the {noun}."),
        ($"{what}Origin", layout.Origin, $"Floats before the first pixel of the {noun}: the border above and left of it."),
        ($"{what}Channel", layout.ChannelStride, $"Floats per channel of the {noun}."),
        ($"{what}Row", layout.RowStride, $"Floats per row of the {noun}."),
        ($"{what}Pixel", layout.PixelStride, $"Floats per pixel of the {noun}."),
    ];

    /// <summary>
    /// The expression for the start of an output row: <c>sample * OutputSample + OutputOrigin + row * OutputRow</c>, without terms that
    /// are zero.
    /// </summary>
    public static string OutputRowStart(ActivationLayout output) => RowStart("Output", output);

    /// <summary>The same for a row of any image.</summary>
    /// <param name="distances">The prefix of the names of its distances, such as <c>Input</c>.</param>
    /// <param name="layout">The layout of the image.</param>
    /// <param name="more">A further term, such as that of a channel; empty or <c>0</c> for none.</param>
    public static string RowStart(string distances, ActivationLayout layout, string more = "") => Offset.Join(
        $"sample * {distances}Sample",
        layout.Origin == 0 ? "" : $"{distances}Origin",
        layout.Shape.Height == 1 ? "" : $"row * {distances}Row",
        more);
}
