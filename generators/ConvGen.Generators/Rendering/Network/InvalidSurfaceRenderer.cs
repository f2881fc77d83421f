namespace ConvGen.Generators.Rendering.Network;

/// <summary>
/// Renders the members of a network whose declaration has errors. They have the signatures of <see cref="SurfaceRenderer"/> and throw, so
/// that code that uses the network compiles and the error in the declaration is the only one.
/// </summary>
internal static class InvalidSurfaceRenderer
{
    private const string Floats = SurfaceFile.Floats;
    private const string Labels = SurfaceFile.Labels;
    private const string Outputs = "global::System.Span<float>";
    private const string Gradients = "global::ConvGen.Gradients";

    public static GeneratedFile Render(InvalidDeclaration declaration)
    {
        var names = NetworkNames.Of(declaration);
        string failure = $"throw new global::System.InvalidOperationException(\"{names.ClassName} cannot be used: "
            + $"its declaration has an error, {declaration.Diagnostic}.\")";
        return SurfaceFile.Render(
            declaration, names, "Network", $"its declaration has an error, {declaration.Diagnostic}, so that its members throw",
            writer =>
            {
                TypeHeader type = declaration.Type;
                using (writer.Block($"partial {type.Keyword} {type.Name} : global::ConvGen.INetwork<{type.Name}>"))
                {
                    RenderMembers(writer, declaration, failure);
                    RenderLayers(writer, declaration, failure);
                    RenderInterface(writer, declaration, failure);
                    RenderUnreadAttribute(writer, declaration);
                }
            });
    }

    /// <summary>Renders the members of every network, except those that the user's class already declares.</summary>
    private static void RenderMembers(SourceWriter writer, InvalidDeclaration declaration, string failure)
    {
        string name = declaration.Type.Name;
        (string Key, string Header)[] members =
        [
            (Members.Key("InputLength"), $"public const int InputLength = {declaration.InputLength}"),
            (Members.Key("OutputLength"), $"public const int OutputLength = {declaration.OutputLength}"),
            (Members.Key("ParameterCount"), "public const int ParameterCount = 1"),
            (Members.Key(".ctor", "int"), $"public {name}(int seed = 0) => {failure}"),
            (Members.Key("Create", "int"), $"public static {name} Create(int seed) => {failure}"),
            (Members.Key("Summary"), $"public static global::ConvGen.NetworkSummary Summary => {failure}"),
            (Members.Key("Outputs"),
                $"public static global::System.Collections.Generic.IReadOnlyList<global::ConvGen.NetworkOutput> Outputs => {failure}"),
            (Members.Key("Parameters"), $"public global::ConvGen.ParameterSet Parameters => {failure}"),
            (Members.Key("VectorBits"), $"public int VectorBits => {failure}"),
            .. Methods().Select(method =>
                (Members.Key(method.Name, method.Types), $"public {method.Result} {method.Name}({method.Parameters}) => {failure}")),
        ];
        foreach ((string _, string header) in members.Where(member => !declaration.Taken.Contains(member.Key)))
        {
            writer.Summary("A member of every network, as far as the declaration can be read.");
            writer.Line(header + ";");
            writer.Line();
        }
    }

    private static void RenderLayers(SourceWriter writer, InvalidDeclaration declaration, string failure)
    {
        foreach (LayerMember layer in declaration.Layers)
        {
            writer.Summary("The weights of this layer.");
            writer.Line($"public global::ConvGen.{layer.Type} {layer.Name} => {failure};");
            writer.Line();
        }
    }

    private static void RenderInterface(SourceWriter writer, InvalidDeclaration declaration, string failure)
    {
        string network = $"global::ConvGen.INetwork<{declaration.Type.Name}>";
        writer.Lines(
            $"""
            static int {network}.InputLength => {declaration.InputLength};

            static int {network}.OutputLength => {declaration.OutputLength};

            static int {network}.ParameterCount => 1;

            static {declaration.Type.Name} {network}.Create(int seed) => {failure};

            static global::ConvGen.NetworkSummary {network}.Summary => {failure};

            global::ConvGen.ParameterSet {network}.Parameters => {failure};

            int {network}.VectorBits => {failure};

            global::ConvGen.CompilerServices.NetworkCore {network}.Core => {failure};
            """);
        foreach ((string name, string result, string parameters, string _) in Methods())
        {
            writer.Line();
            writer.Line($"{result} {network}.{name}({parameters}) => {failure};");
        }
    }

    /// <summary>
    /// Renders a constant that tells the analyzer which attribute has an argument that the generator could not read. The argument may be a
    /// constant of generated code: the analyzer can read those, and would report no error.
    /// </summary>
    private static void RenderUnreadAttribute(SourceWriter writer, InvalidDeclaration declaration)
    {
        if (declaration.UnreadAttribute != InvalidDeclaration.NoAttribute
            && !declaration.Taken.Contains(Members.Key(UnreadArguments.Holder)))
        {
            writer.Line();
            writer.Line(GeneratorVersion.Type);
            using (writer.Block($"private static class {UnreadArguments.Holder}"))
            {
                writer.Line($"internal const int {UnreadArguments.Constant} = {declaration.UnreadAttribute};");
            }
        }
    }

    private static (string Name, string Result, string Parameters, string Types)[] Methods()
    {
        const string FloatTypes = "System.ReadOnlySpan<float>";
        const string LabelTypes = "System.ReadOnlySpan<int>";
        return
        [
            ("Predict", "void", $"{Floats} inputs, {Outputs} outputs", $"{FloatTypes}, System.Span<float>"),
            ("Classify", "int", $"{Floats} input", FloatTypes),
            ("Trace", "global::ConvGen.ActivationTrace", $"{Floats} input", FloatTypes),
            ("CreateGradients", Gradients, "", ""),
            ("Backpropagate", "float", $"{Floats} inputs, {Labels} labels, {Gradients} gradients",
                $"{FloatTypes}, {LabelTypes}, ConvGen.Gradients"),
            ("Backpropagate", "float", $"{Floats} inputs, {Floats} targets, {Gradients} gradients",
                $"{FloatTypes}, {FloatTypes}, ConvGen.Gradients"),
        ];
    }
}
