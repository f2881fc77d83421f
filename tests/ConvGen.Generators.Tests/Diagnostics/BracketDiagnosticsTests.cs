using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>CVG06x: residual blocks and repetitions.</summary>
public sealed class BracketDiagnosticsTests
{
    [Theory]
    [InlineData("{|CVG060:Residual|}, Dense(8)", "[Residual] is not closed; add [EndResidual] after its last layer")]
    [InlineData("{|CVG060:Residual|}, Dense(8), Shortcut, Dense(8)", "[Residual] is not closed; add [EndResidual] after its last layer")]
    [InlineData("{|CVG060:Repeat|}(3), Dense(8)", "[Repeat] is not closed; add [EndRepeat] after its last layer")]
    [InlineData("Dense(8), {|CVG060:Residual|}", "[Residual] is not closed; add [EndResidual] after its last layer")]
    [InlineData(
        "{|CVG060:Repeat|}(3), Residual, Dense(8), EndResidual", "[Repeat] is not closed; add [EndRepeat] after its last layer")]
    public void A_bracket_that_is_not_closed_is_reported_where_it_opens(string layers, string message) => Expect(layers, message);

    [Fact]
    public void All_brackets_that_are_not_closed_are_reported() => Expect(
        "{|CVG060:Residual|}, {|CVG060:Repeat|}(2), Dense(8)",
        "[Residual] is not closed; add [EndResidual] after its last layer",
        "[Repeat] is not closed; add [EndRepeat] after its last layer");

    [Theory]
    [InlineData("Dense(8), {|CVG061:EndResidual|}", "[EndResidual] needs an open [Residual] before it")]
    [InlineData("Dense(8), {|CVG061:EndRepeat|}", "[EndRepeat] needs an open [Repeat] before it")]
    [InlineData("Dense(8), {|CVG061:Shortcut|}, Dense(8)", "[Shortcut] needs an open [Residual] before it")]
    [InlineData("Repeat(2), Dense(8), {|CVG061:EndResidual|}, EndRepeat", "[EndResidual] needs an open [Residual] before it")]
    [InlineData("Repeat(2), Dense(8), {|CVG061:Shortcut|}, Dense(8), EndRepeat", "[Shortcut] needs an open [Residual] before it")]
    [InlineData("Residual, Dense(8), EndResidual, {|CVG061:EndResidual|}", "[EndResidual] needs an open [Residual] before it")]
    public void The_end_of_no_bracket_is_reported(string layers, string message) => Expect(layers, message);

    [Theory]
    [InlineData("Residual, Repeat(2), Dense(8), {|CVG062:EndResidual|}, EndRepeat", "EndResidual", "Residual", "Repeat")]
    [InlineData("Residual, Repeat(2), Dense(8), {|CVG062:EndResidual|}", "EndResidual", "Residual", "Repeat")]
    [InlineData("Repeat(2), Residual, Dense(8), {|CVG062:EndRepeat|}, EndResidual", "EndRepeat", "Repeat", "Residual")]
    [InlineData("Dense(8), Repeat(2), Residual, {|CVG062:EndRepeat|}", "EndRepeat", "Repeat", "Residual")]
    [InlineData("Residual, Repeat(2), Dense(8), {|CVG062:Shortcut|}, Dense(8), EndRepeat, EndResidual", "Shortcut", "Residual", "Repeat")]
    [InlineData("Residual, Repeat(2), Dense(8), {|CVG062:Shortcut|}, Dense(8), EndResidual", "Shortcut", "Residual", "Repeat")]
    [InlineData(
        "Repeat(2), Residual, Repeat(3), Dense(8), {|CVG062:EndResidual|}, EndRepeat, EndRepeat", "EndResidual", "Residual", "Repeat")]
    [InlineData("Repeat(2), Residual, Repeat(3), Dense(8), {|CVG062:EndResidual|}, EndRepeat", "EndResidual", "Residual", "Repeat")]
    [InlineData("Repeat(2), Residual, Dense(8), {|CVG062:EndRepeat|}, Shortcut, Dense(8), EndResidual", "EndRepeat", "Repeat", "Residual")]
    [InlineData(
        "Residual, Repeat(2), Residual, Dense(8), {|CVG062:EndRepeat|}, EndResidual, Shortcut, Dense(8), EndResidual",
        "EndRepeat", "Repeat", "Residual")]
    public void Brackets_that_cross_are_reported_once(string layers, string ending, string outer, string inner) => Expect(
        layers, $"[{ending}] belongs to [{outer}], but the [{inner}] inside it is still open; add [End{inner}] before [{ending}]");

    [Fact]
    public void A_second_shortcut_is_reported() => Expect(
        "Residual, Dense(8), Shortcut, Dense(8), {|CVG063:Shortcut|}, Dense(8), EndResidual",
        "This residual block already has a [Shortcut]; remove one of the two");

    [Fact]
    public void A_block_inside_a_shortcut_has_a_shortcut_of_its_own() => Analyze.ExpectNothing(Network(
        "Residual, Dense(4), Shortcut, Residual, Dense(4), Shortcut, Dense(4), EndResidual, EndResidual"));

    [Theory]
    [InlineData("Residual, {|CVG064:EndResidual|}", "Residual", "EndResidual")]
    [InlineData("Dense(8), Repeat(2), {|CVG064:EndRepeat|}", "Repeat", "EndRepeat")]
    [InlineData("Residual, {|CVG064:Shortcut|}, Dense(8), EndResidual", "Residual", "Shortcut")]
    [InlineData("Residual, Dense(8), Shortcut, {|CVG064:EndResidual|}", "Shortcut", "EndResidual")]
    [InlineData("Dense(8), Repeat(2), From(\"Dense1\"), {|CVG064:EndRepeat|}", "Repeat", "EndRepeat")]
    [InlineData("Residual, Repeat(2), {|CVG064:EndRepeat|}, Dense(8), EndResidual", "Repeat", "EndRepeat")]
    public void A_bracket_without_a_layer_is_reported_where_it_ends(string layers, string opening, string ending) =>
        Expect(layers, $"There is no layer between [{opening}] and [{ending}]");

    [Fact]
    public void Empty_brackets_inside_each_other_are_reported_once() => Expect(
        "Repeat(2), Residual, {|CVG064:EndResidual|}, EndRepeat", "There is no layer between [Residual] and [EndResidual]");

    [Theory]
    [InlineData("Residual, Dense(8), {|CVG065:SoftmaxCrossEntropy|}, EndResidual", "Residual")]
    [InlineData("Repeat(2), Dense(8), {|CVG065:SoftmaxCrossEntropy|}, EndRepeat", "Repeat")]
    [InlineData("Residual, Repeat(2), Dense(8), {|CVG065:SoftmaxCrossEntropy|}, EndRepeat, EndResidual", "Repeat")]
    public void A_loss_inside_a_bracket_is_reported(string layers, string bracket) =>
        Expect(layers, $"The loss [SoftmaxCrossEntropy] is inside [{bracket}]; move it to the end, after all brackets");

    [Fact]
    public void Before_a_loss_at_the_end_only_the_open_bracket_is_wrong() => Expect(
        "{|CVG060:Residual|}, Dense(8), SoftmaxCrossEntropy", "[Residual] is not closed; add [EndResidual] after its last layer");

    [Fact]
    public void A_repeated_layer_after_the_loss_is_reported_once() => Expect(
        "Dense(8), SoftmaxCrossEntropy, Repeat(3), {|CVG020:Dense|}(8), EndRepeat",
        "[Dense] follows the loss [SoftmaxCrossEntropy]; the loss must be the last attribute");

    [Theory]
    [InlineData("Dense(8, Name = {|CVG066:\"Twin\"|})")]
    [InlineData("Dense(8), ReLU(Name = {|CVG066:\"Twin\"|})")]
    [InlineData("Dense(8), Add(\"Input\", Name = {|CVG066:\"Twin\"|})")]
    [InlineData("Residual, Dense(8), EndResidual(Name = {|CVG066:\"Twin\"|})")]
    [InlineData("Repeat(1), Dense(8, Name = {|CVG066:\"Twin\"|}), EndRepeat")]
    [InlineData("Repeat(2), Dense(8, Name = {|CVG066:\"Twin\"|}), EndRepeat")]
    public void A_name_in_a_repetition_is_reported_once(string layers) => Expect(
        $"Repeat(3), {layers}, EndRepeat",
        "The name Twin would belong to several layers, because [Repeat] repeats this layer; leave the name out");

    [Fact]
    public void An_output_in_a_repetition_is_reported_once() => Expect(
        "Repeat(3), Dense(8), Output({|CVG066:\"Scores\"|}), EndRepeat",
        "The name Scores would belong to several outputs, because [Repeat] repeats this [Output]; put [Output] after [EndRepeat]");

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void An_output_without_a_name_in_a_repetition_lacks_a_name(string name) => Expect(
        $"Repeat(3), Dense(8), Output({{|CVG079:{name}|}}), EndRepeat", "[Output] needs a name that is not empty");

    [Fact]
    public void A_layer_that_is_repeated_once_has_a_name() => Analyze.ExpectNothing(Network(
        "Repeat(1), Dense(8, Name = \"Own\"), Output(\"Scores\"), EndRepeat"));

    [Theory]
    [InlineData("Twin")]
    [InlineData("1st")]
    [InlineData("")]
    [InlineData("Predict")]
    public void A_name_in_a_repetition_has_no_other_mistake(string name) => Expect(
        $"Dense(8, Name = \"Twin\"), Repeat(9), Dense(8, Name = {{|CVG066:\"{name}\"|}}), EndRepeat",
        $"The name {name} would belong to several layers, because [Repeat] repeats this layer; leave the name out");

    [Fact]
    public void A_repeated_layer_gets_names_as_if_it_were_written_out() => Expect(
        "Dense(8, Name = \"Dense3\"), Repeat(4), {|CVG041:Dense|}(8), EndRepeat",
        "The name Dense3 of layer 3 is already taken by layer 1, a Dense");

    [Theory]
    [InlineData("Dense(8), Repeat({|CVG067:5000|}), Dense(8), EndRepeat", "5,001")]
    [InlineData("Repeat({|CVG067:2501|}), Residual, Dense(8), EndResidual, EndRepeat", "5,002")]
    [InlineData("Repeat({|CVG067:72|}), Repeat(70), Dense(8), EndRepeat, EndRepeat", "5,040")]
    [InlineData("Repeat(times: {|CVG067:1 << 24|}), Repeat(2), Dense(8), EndRepeat, EndRepeat", "33,554,432")]
    public void A_network_has_at_most_5000_layers(string layers, string count) =>
        Expect(layers, $"With this repetition the network has {count} layers; at most 5,000 are supported");

    [Fact]
    public void Two_repetitions_that_are_too_long_are_reported() => Expect(
        "Repeat({|CVG067:5001|}), Dense(8), EndRepeat, Repeat({|CVG067:9999|}), Dense(8), EndRepeat",
        "With this repetition the network has 5,001 layers; at most 5,000 are supported",
        "With this repetition the network has 10,000 layers; at most 5,000 are supported");

    [Theory]
    [InlineData("0", "CVG011", "times of [Repeat] is 0; it must be at least 1")]
    [InlineData("int.MinValue", "CVG011", "times of [Repeat] is -2147483648; it must be at least 1")]
    [InlineData("int.MaxValue", "CVG012", "times of [Repeat] is 2,147,483,647; it must be at most 16,777,216")]
    public void A_repetition_has_a_size(string times, string id, string message) =>
        Expect($"Repeat({{|{id}:{times}|}}), Dense(8), EndRepeat", message);

    [Fact]
    public void An_error_of_a_repeated_layer_is_reported_once() => Analyze.Expect(
        "[Network(1, 9, 9)] [Repeat(5)] [Conv(2, {|CVG030:4|})] [EndRepeat] partial class Net;",
        "The 4x4 kernel is larger than the 3x3 input of Conv3; the image sizes so far are 9 -> 6 -> 3");

    [Fact]
    public void A_wrong_argument_of_a_repeated_layer_is_reported_once() => Expect(
        "Repeat(5), Dense({|CVG011:0|}), EndRepeat", "units of [Dense] is 0; it must be at least 1");

    [Fact]
    public void A_repeated_layer_without_effect_is_reported_once() => Expect(
        "Dense(8), Repeat(5), ReLU, {|CVG025:ReLU|}, EndRepeat", "ReLU2 changes nothing: its input is never negative after ReLU1");

    [Fact]
    public void A_layer_that_has_an_effect_in_some_repetition_is_no_mistake() =>
        Analyze.ExpectNothing(Network("Dense(8), ReLU, Repeat(2), ReLU, Dense(8), EndRepeat"));

    [Fact]
    public void Only_brackets_are_no_network() => Analyze.Expect(
        "[Network(8)] [{|CVG060:Residual|}] partial class {|CVG006:Net|};",
        ["[Residual] is not closed; add [EndResidual] after its last layer", "Net has no layer; add one, such as [Dense(10)]"]);

    [Fact]
    public void A_bracket_without_a_network_is_reported() => Analyze.Expect(
        "[{|CVG005:Residual|}] [Dense(8)] [EndResidual] partial class Net;",
        "Net has layers but no [Network]; begin with [Network(channels, height, width)] or [Network(length)]");

    [Fact]
    public void Several_mistakes_are_reported_together() => Expect(
        "Residual, {|CVG064:EndResidual|}, Dense({|CVG011:0|}), Repeat({|CVG011:-1|}), Dense(8, Name = {|CVG040:\"\"|}), {|CVG061:Shortcut|}, EndRepeat",
        "There is no layer between [Residual] and [EndResidual]",
        "units of [Dense] is 0; it must be at least 1",
        "times of [Repeat] is -1; it must be at least 1",
        "\"\" cannot be the name of a layer: it is not a C# identifier",
        "[Shortcut] needs an open [Residual] before it");

    private static void Expect(string layers, params string[] messages) => Analyze.Expect(Network(layers), messages);

    private static string Network(string layers) => $"[Network(8)] [{layers}] partial class Net;";
}
