using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>CVG07x and CVG080: values that several layers read, and outputs.</summary>
public sealed class ValueDiagnosticsTests
{
    [Theory]
    [InlineData("Dense(8), From({|CVG070:\"Stem\"|}), Dense(8)", "From", "Stem")]
    [InlineData("Dense(8), Add({|CVG070:\"Stem\"|})", "Add", "Stem")]
    [InlineData("Dense(8), Multiply(name: {|CVG070:\"Dense\"|})", "Multiply", "Dense")]
    [InlineData("Dense(8), Concat({|CVG070:\"Dense0\"|}, \"Input\")", "Concat", "Dense0")]
    [InlineData("Dense(8), Add({|CVG070:null|})", "Add", "")]
    [InlineData("Dense(8), From({|CVG070:\"\"|})", "From", "")]
    [InlineData("Dense(8), From({|CVG070:\"Dense1 \"|})", "From", "Dense1 ")]
    [InlineData("Dense(8), Add({|CVG070:\"Scores\" + \"\"|}), Output(\"Scores\")", "Add", "Scores")]
    [InlineData("Dense(8), Add({|CVG070:\"SoftmaxCrossEntropy\"|}), SoftmaxCrossEntropy", "Add", "SoftmaxCrossEntropy")]
    [InlineData("Dense(8), From({|CVG070:\"From\"|})", "From", "From")]
    public void A_name_that_no_layer_has_is_reported(string layers, string kind, string name) => Expect(
        layers, $"[{kind}] reads '{name}', but no layer before it has this name; the last layers before it are Dense1");

    [Theory]
    [InlineData("Residual, Dense(8), Add({|CVG070:\"Residual\"|}), EndResidual", "Residual")]
    [InlineData("Dense(8), Add({|CVG070:\"Repeat\"|}), Repeat(2), Dense(8), EndRepeat", "Repeat")]
    [InlineData("Dense(8), Add({|CVG070:\"Output\"|}), Output(\"Scores\")", "Output")]
    public void An_attribute_that_is_no_layer_has_no_name(string layers, string name) => Expect(
        layers, $"[Add] reads '{name}', but no layer before it has this name; the last layers before it are Dense1");

    [Theory]
    [InlineData("dense1", "Dense1")]
    [InlineData("STEM", "Stem")]
    [InlineData("input", "Input")]
    public void A_name_in_another_case_is_suggested(string name, string meant) => Expect(
        $"Dense(8), ReLU(Name = \"Stem\"), Dense(8), Add({{|CVG070:\"{name}\"|}})",
        $"[Add] reads '{name}', but no layer before it has this name; did you mean {meant}?");

    [Fact]
    public void At_most_eight_names_are_listed() => Expect(
        "Repeat(9), Dense(8), EndRepeat, Add({|CVG070:\"Stem\"|})",
        "[Add] reads 'Stem', but no layer before it has this name; the last layers before it are Dense9, Dense8, Dense7, Dense6, " +
        "Dense5, Dense4, Dense3, Dense2, ...");

    [Fact]
    public void Before_all_layers_only_the_input_can_be_read() => Expect(
        "From({|CVG070:\"Stem\"|}), Dense(8)",
        "[From] reads 'Stem', but no layer before it has this name; only Input, the input of the network, can be read here");

    [Theory]
    [InlineData("Concat(\"Dense1\", {|CVG070:\"Stem\"|}, \"Dense1\")")]
    [InlineData("Concat(\"Dense1\", \"Dense1\", {|CVG070:\"Stem\"|})")]
    [InlineData("Concat(\"Dense1\", \"Dense1\", {|CVG070:\"Stem\"|}, Name = \"All\")")]
    [InlineData("Concat(name: \"Dense1\", more: {|CVG070:\"Stem\"|})")]
    [InlineData("Concat(more: {|CVG070:\"Stem\"|}, name: \"Dense1\")")]
    [InlineData("Concat(\"Dense1\", new[] { \"Dense1\", {|CVG070:\"Stem\"|} })")]
    [InlineData("Concat(\"Dense1\", more: new string[] { {|CVG070:\"Stem\"|}, \"Dense1\" })")]
    [InlineData("Concat(\"Dense1\", [\"Dense1\", {|CVG070:\"Stem\"|}])")]
    public void The_name_of_a_list_is_reported_in_its_place(string concat) => Expect(
        $"Dense(8), {concat}", "[Concat] reads 'Stem', but no layer before it has this name; the last layers before it are Dense1");

    [Theory]
    [InlineData("Concat(\"Dense1\", \"Dense1\", {|CVG070:null|})")]
    [InlineData("Concat(\"Dense1\", {|CVG070:null|})")]
    [InlineData("Concat(\"Dense1\", more: {|CVG070:null|})")]
    [InlineData("Concat(\"Dense1\", {|CVG070:\"\"|}, \"Dense1\")")]
    public void An_empty_name_of_a_list_is_reported_in_its_place(string concat) => Expect(
        $"Dense(8), {concat}", "[Concat] reads '', but no layer before it has this name; the last layers before it are Dense1");

    [Theory]
    [InlineData("Concat({|CVG010:Net.Text|}, \"Dense1\")", "name", "Concat")]
    [InlineData("Concat(\"Dense1\", {|CVG010:Net.Text|})", "more", "Concat")]
    [InlineData("Concat(\"Dense1\", more: {|CVG010:Net.Texts|})", "more", "Concat")]
    [InlineData("Add({|CVG010:Net.Text|})", "name", "Add")]
    [InlineData("Dense(8, Name = {|CVG010:Net.Text|})", "Name", "Dense")]
    [InlineData("Output({|CVG010:Net.Text|})", "name", "Output")]
    public void A_name_that_is_not_constant_is_reported(string layer, string argument, string kind) => Analyze.Expect(
        $"[Network(8)] [Dense(8), {layer}] partial class Net {{ internal static string Text = \"\"; internal static string[] Texts = []; }}",
        $"The argument '{argument}' of [{kind}] is incomplete or not a constant, so nothing is generated for Net");

    [Theory]
    [InlineData("{|CVG010:Concat|}(\"Dense1\", Missing.Name)", "Concat")]
    [InlineData("{|CVG010:Add|}(Missing.Name)", "Add")]
    [InlineData("{|CVG010:Output|}", "Output")]
    [InlineData("{|CVG010:From|}(3)", "From")]
    public void Arguments_of_another_type_are_reported(string layer, string kind) => Expect(
        $"Dense(8), {layer}", $"The argument list of [{kind}] is incomplete or not a constant, so nothing is generated for Net");

    [Theory]
    [InlineData("From({|CVG071:\"Dense1\"|}), Dense(8)", "From", "Dense1")]
    [InlineData("Dense(8), Add({|CVG071:\"Late\"|}), Dense(8, Name = \"Late\")", "Add", "Late")]
    [InlineData("Dense(8), Add({|CVG071:\"Add1\"|})", "Add", "Add1")]
    [InlineData("Dense(8), Multiply({|CVG071:\"Self\"|}, Name = \"Self\")", "Multiply", "Self")]
    [InlineData("Residual, Dense(8), Add({|CVG071:\"Add2\"|}), EndResidual", "Add", "Add2")]
    [InlineData("Repeat(3), Dense(8), Add({|CVG071:\"Dense3\"|}), EndRepeat", "Add", "Dense3")]
    public void A_layer_that_is_not_computed_yet_is_reported(string layers, string kind, string name) =>
        Expect(layers, $"[{kind}] reads {name}, which is not computed yet; only layers before it can be read");

    [Fact]
    public void Input_is_the_input_of_the_network() => Analyze.ExpectNothing(
        Network("Dense(8), Add(\"Input\"), Dense(4), Concat(\"Input\", \"Input\")"));

    [Fact]
    public void A_layer_called_Input_is_read_by_this_name() => Analyze.ExpectNothing(
        Network("Dense(4, Name = \"Input\"), Dense(4), Add(\"Input\")"));

    [Fact]
    public void A_name_has_the_same_meaning_before_the_layer_that_has_it() => Expect(
        "Dense(8), Add({|CVG071:\"Input\"|}), Dense(8, Name = \"Input\")",
        "[Add] reads Input, which is not computed yet; only layers before it can be read");

    [Fact]
    public void Before_a_layer_called_Input_nothing_can_be_read() => Expect(
        "From({|CVG070:\"Stem\"|}), Dense(8, Name = \"Input\")",
        "[From] reads 'Stem', but no layer before it has this name; no layer is before it");

    [Fact]
    public void A_layer_inside_a_repetition_is_read_by_the_name_that_it_has_when_it_is_written_out() => Analyze.ExpectNothing(
        Network("Repeat(3), Dense(8), EndRepeat, Add(\"Dense1\"), Add(\"Dense2\"), Add(\"Dense3\")"));

    [Theory]
    [InlineData("Dense(4), Add({|CVG072:\"Input\"|})", "Add1 adds the input (8) to Dense1 (4); both must have the same shape")]
    [InlineData(
        "Dense(4), Dense(8), Add({|CVG072:\"Dense1\"|}, Name = \"Sum\")", "Sum adds Dense1 (4) to Dense2 (8); both must have the same shape")]
    public void Values_of_different_shapes_are_not_added(string layers, string message) => Expect(layers, message);

    [Fact]
    public void A_vector_is_not_added_to_an_image() => ExpectOfImage(
        "Dense(128), Add({|CVG072:\"Input\"|})", "Add1 adds the input (2x8x8) to Dense1 (128); both must have the same shape");

    [Theory]
    [InlineData("Residual, Dense(4), {|CVG073:EndResidual|}", "8", "4", "Dense(4)")]
    [InlineData("Residual, Repeat(2), Dense(4), EndRepeat, {|CVG073:EndResidual|}", "8", "4", "Dense(4)")]
    [InlineData("Residual, Residual, Dense(8), EndResidual, Dense(3), {|CVG073:EndResidual|}", "8", "3", "Dense(3)")]
    public void A_block_that_changes_the_length_needs_a_shortcut(string layers, string before, string after, string remedy) =>
        Expect(layers, MissingShortcut(before, after, $", such as [Shortcut, {remedy}]"));

    [Theory]
    [InlineData("Conv(4, 3, Same = true)", "4x8x8", "Conv(4, 1)")]
    [InlineData("Conv(4, 3, Stride = 2, Pad = 1)", "4x4x4", "Conv(4, 1, Stride = 2)")]
    [InlineData("Conv(2, 3, StrideY = 2, Pad = 1)", "2x4x8", "Conv(2, 1, StrideY = 2, StrideX = 1)")]
    [InlineData("Conv(2, 3)", "2x6x6", "Conv(2, 3)")]
    [InlineData("Conv(2, 3, 1)", "2x6x8", "Conv(2, 3, 1)")]
    [InlineData("Conv(2, 1, Pad = 1)", "2x10x10", "Conv(2, 1, Pad = 1)")]
    [InlineData("Conv(2, 2, Pad = 1)", "2x9x9", "Conv(2, 2, Pad = 1)")]
    [InlineData("Conv(2, 1, PadTop = 2)", "2x10x8", "Conv(2, 1, PadTop = 1, PadBottom = 1)")]
    [InlineData("Conv(2, 1, PadLeft = 1, PadRight = 3)", "2x8x12", "Conv(2, 1, PadLeft = 2, PadRight = 2)")]
    [InlineData("Conv(9, 3), MaxPool(2)", "9x3x3", "Conv(9, 1, Stride = 3)")]
    [InlineData("GlobalAveragePool", "2x1x1", "Conv(2, 1, Stride = 8)")]
    [InlineData("GlobalAveragePool, Dense(2)", "2", "Dense(2)")]
    [InlineData("Conv(3, 2, Stride = 3)", "3x3x3", "Conv(3, 1, Stride = 3)")]
    [InlineData("Conv(1, 4)", "1x5x5", "Conv(1, 4)")]
    public void The_suggested_shortcut_has_the_shape_of_the_block(string layers, string after, string remedy)
    {
        ExpectOfImage($"Residual, {layers}, {{|CVG073:EndResidual|}}", MissingShortcut("2x8x8", after, $", such as [Shortcut, {remedy}]"));
        Analyze.ExpectNothing(Image($"Residual, {layers}, Shortcut, {remedy}, EndResidual"));
    }

    [Fact]
    public void No_layer_turns_a_vector_into_an_image() => ExpectOfImage(
        "ReLU(Name = \"Stem\"), Dense(2), Residual, Multiply(\"Stem\"), {|CVG073:EndResidual|}", MissingShortcut("2", "2x8x8", ""));

    [Theory]
    [InlineData("Residual, Dense(4), Shortcut, Dense(5), {|CVG074:EndResidual|}")]
    [InlineData("Residual, Residual, Dense(4), Shortcut, Dense(5), {|CVG074:EndResidual|}, EndResidual")]
    public void A_shortcut_has_the_shape_of_the_block(string layers) =>
        Expect(layers, "The layers of this block give 4, but its shortcut gives 5; both must have the same shape");

    [Theory]
    [InlineData(
        "Dense(4), Multiply({|CVG075:\"Input\"|})",
        "Multiply1 multiplies Dense1 (4) by the input (2x8x8); the shapes must be equal, or one value must have a number for each channel of the other")]
    [InlineData(
        "Conv(4, 1), GlobalMaxPool, Multiply({|CVG075:\"Input\"|})",
        "Multiply1 multiplies GlobalMaxPool1 (4x1x1) by the input (2x8x8); the shapes must be equal, or one value must have a number for " +
        "each channel of the other")]
    public void Values_whose_shapes_do_not_match_are_not_multiplied(string layers, string message) => ExpectOfImage(layers, message);

    [Fact]
    public void A_number_does_not_multiply_a_vector() => Expect(
        "Dense(1), Multiply({|CVG075:\"Input\"|})",
        "Multiply1 multiplies Dense1 (1) by the input (8); the shapes must be equal, or one value must have a number for each channel of " +
        "the other");

    [Theory]
    [InlineData("GlobalAveragePool, Multiply(\"Input\")")]
    [InlineData("Dense(2), Multiply(\"Input\")")]
    [InlineData("Dense(2, Name = \"Gate\"), From(\"Input\"), Multiply(\"Gate\")")]
    [InlineData("Tanh, Multiply(\"Input\")")]
    public void Equal_shapes_and_factors_of_channels_are_multiplied(string layers) => Analyze.ExpectNothing(Image(layers));

    [Theory]
    [InlineData("Conv(4, 3), Concat({|CVG076:\"Input\"|})", "Concat1 appends the input (2x8x8) to Conv1 (4x6x6)")]
    [InlineData("Dense(9), Concat({|CVG076:\"Input\"|})", "Concat1 appends the input (2x8x8) to Dense1 (9)")]
    [InlineData("GlobalMaxPool, Dense(2), Concat({|CVG076:\"GlobalMaxPool1\"|})", "Concat1 appends GlobalMaxPool1 (2x1x1) to Dense1 (2)")]
    [InlineData(
        "Conv(4, 1), Concat(\"Input\", \"Conv1\", {|CVG076:\"Pooled\"|})", "Concat1 appends Pooled (2x1x1) to Conv1 (4x8x8)",
        "GlobalMaxPool(Name = \"Pooled\"), From(\"Input\")")]
    public void Images_of_different_sizes_are_not_appended(string layers, string message, string before = "") => ExpectOfImage(
        before.Length == 0 ? layers : $"{before}, {layers}",
        $"{message}; images must have the same height and width, and vectors are appended to vectors");

    [Fact]
    public void A_concatenation_has_at_most_16777216_channels() => Analyze.Expect(
        "[Network(1 << 24)] [ReLU, {|CVG012:Concat|}(\"Input\")] partial class Net;",
        "number of channels of [Concat] is 33,554,432; it must be at most 16,777,216");

    [Theory]
    [InlineData("{|CVG077:Dense|}(8), From(\"Input\"), Dense(4)", "Dense1")]
    [InlineData("Dense(8), {|CVG077:Dense|}(4), From(\"Dense1\")", "Dense2")]
    [InlineData("{|CVG077:Dense|}(8, Name = \"Lost\"), From(\"Input\"), Dense(4), SoftmaxCrossEntropy", "Lost")]
    [InlineData("Dense(8), {|CVG077:Dense|}(4), From(\"Dense1\"), Output(\"Only\")", "Dense2")]
    [InlineData("Dense(8), Output(\"Only\"), {|CVG077:Dense|}(4)", "Dense2")]
    [InlineData("Residual, {|CVG077:Dense|}(8), From(\"Input\"), EndResidual", "Dense1")]
    [InlineData("Repeat(3), {|CVG077:Dense|}(8), From(\"Input\"), EndRepeat, Dense(2)", "Dense1")]
    public void An_output_that_nothing_reads_is_reported(string layers, string name) => Expect(layers, Unused(name));

    [Fact]
    public void All_outputs_that_nothing_reads_are_reported() => Expect(
        "{|CVG077:Dense|}(8), From(\"Input\"), {|CVG077:Tanh|}, From(\"Input\"), Dense(4)", Unused("Dense1"), Unused("Tanh1"));

    [Theory]
    [InlineData("Dense(8), Output(\"Scores\"), Dense(4), Output({|CVG078:\"Scores\"|})")]
    [InlineData("Dense(8), Output(\"Scores\"), Output({|CVG078:\"Scores\"|})")]
    public void Two_outputs_of_one_name_are_reported_at_the_second(string layers) =>
        Expect(layers, "The name 'Scores' of this output is already taken by another output");

    [Theory]
    [InlineData("{|CVG079:\"\"|}")]
    [InlineData("{|CVG079:null|}")]
    [InlineData("name: {|CVG079:\"\"|}")]
    public void An_output_needs_a_name(string name) => Expect($"Dense(8), Output({name})", "[Output] needs a name that is not empty");

    [Theory]
    [InlineData(" ")]
    [InlineData("Dense1")]
    [InlineData("Predict")]
    [InlineData("bounding boxes")]
    [InlineData("\\\\ \\n \\0 \\u2028 \\\" {0} */ </summary>")]
    [InlineData("\\uD800")]
    public void The_name_of_an_output_is_any_text(string name) => Analyze.ExpectNothing(Network($"Dense(8), Output(\"{name}\")"));

    [Theory]
    [InlineData("Dense(8), {|CVG080:Output|}(\"Hidden\"), Dense(4), SoftmaxCrossEntropy", "Dense2")]
    [InlineData("Dense(8), Output(\"A\"), {|CVG080:Output|}(\"B\"), SoftmaxCrossEntropy", "Dense1")]
    [InlineData("Dense(8), {|CVG080:Output|}(\"A\"), From(\"Input\"), SoftmaxCrossEntropy", "the input")]
    public void Besides_a_loss_there_is_one_output(string layers, string read) => Expect(
        layers, $"[SoftmaxCrossEntropy] reads {read}, and a network with a loss has no other output; remove this [Output]");

    [Fact]
    public void The_output_that_the_loss_reads_may_have_a_name() =>
        Analyze.ExpectNothing(Network("Dense(8), Output(\"Scores\"), SoftmaxCrossEntropy"));

    [Fact]
    public void An_output_after_the_loss_is_reported() => Expect(
        "Dense(8), SoftmaxCrossEntropy, {|CVG020:Output|}(\"Scores\")",
        "[Output] follows the loss [SoftmaxCrossEntropy]; the loss must be the last attribute");

    [Fact]
    public void A_loss_of_the_input_alone_is_reported() => Expect(
        "From(\"Input\"), {|CVG022:MeanSquaredError|}", "The loss [MeanSquaredError] has no layer before it to train");

    [Fact]
    public void A_layer_after_a_merge_is_checked_with_its_shape() => ExpectOfImage(
        "Conv(3, 1), Concat(\"Input\"), Conv(6, 1, Groups = {|CVG035:2|})",
        "Groups = 2 of Conv2 does not divide its 5 input channels; every group must have the same number of channels");

    private static string MissingShortcut(string before, string after, string suggestion) =>
        $"This block turns {before} into {after}, so the two cannot be added; add a [Shortcut] that does the same{suggestion}";

    private static string Unused(string name) =>
        $"Nothing reads the output of {name}; read it with [From], [Add], [Multiply] or [Concat], make it an [Output], or remove the layer";

    private static void Expect(string layers, params string[] messages) => Analyze.Expect(Network(layers), messages);

    private static void ExpectOfImage(string layers, string message) => Analyze.Expect(Image(layers), message);

    private static string Network(string layers) => $"[Network(8)] [{layers}] partial class Net;";

    private static string Image(string layers) => $"[Network(2, 8, 8)] [{layers}] partial class Net;";
}
