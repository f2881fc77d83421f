using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>CVG04x: the names of layers.</summary>
public sealed class NameDiagnosticsTests
{
    [Theory]
    [InlineData("", "it is not a C# identifier")]
    [InlineData("first layer", "it is not a C# identifier")]
    [InlineData("1st", "it is not a C# identifier")]
    [InlineData("@Hidden", "it is not a C# identifier")]
    [InlineData("Hidden.weight", "it is not a C# identifier")]
    [InlineData("class", "it is a C# keyword")]
    public void A_name_that_is_not_an_identifier_is_reported(string name, string reason) => Analyze.Expect(
        $"[Network(784)] [Dense(10, Name = {{|CVG040:\"{name}\"|}})] partial class Net;",
        $"\"{name}\" cannot be the name of a layer: {reason}");

    [Theory]
    [InlineData("Hid\u200Bden", "it contains the invisible character U+200B, which C# ignores")]
    [InlineData("Predict\u200D", "it contains the invisible character U+200D, which C# ignores")]
    [InlineData("a\u00ADb", "it contains the invisible character U+00AD, which C# ignores")]
    public void A_name_with_invisible_characters_is_reported(string name, string reason) => Analyze.Expect(
        $"[Network(784)] [Dense(10, Name = {{|CVG040:\"{name}\"|}})] partial class Net;",
        $"\"{name}\" cannot be the name of a layer: {reason}");

    [Fact]
    public void A_name_has_at_most_400_characters()
    {
        string most = new('x', 400);
        Analyze.ExpectNothing($"[Network(8)] [Dense(2, Name = \"{most}\")] partial class Net;");
        Analyze.Expect(
            $"[Network(8)] [Dense(2, Name = {{|CVG040:\"{most}x\"|}})] partial class Net;",
            $"\"{most}x\" cannot be the name of a layer: it is 401 characters long; at most 400 are supported");
    }

    [Fact]
    public void A_name_has_at_most_900_bytes()
    {
        string most = new('名', 300);
        Analyze.ExpectNothing($"[Network(8)] [Dense(2, Name = \"{most}\")] partial class Net;");
        Analyze.Expect(
            $"[Network(8)] [Dense(2, Name = {{|CVG040:\"{most}x\"|}})] partial class Net;",
            $"\"{most}x\" cannot be the name of a layer: it is 901 bytes long; at most 900 are supported");
    }

    [Theory]
    [InlineData("Hidden")]
    [InlineData("_hidden")]
    [InlineData("Größe")]
    [InlineData("record")]
    public void Identifiers_are_names(string name) => Analyze.ExpectNothing(
        $"[Network(8)] [Dense(2, Name = \"{name}\")] partial class Net;");

    [Fact]
    public void A_name_given_twice_is_reported_at_the_second() => Analyze.Expect(
        """
        [Network(1, 28, 28)]
        [Conv(4, 5, Name = "First"), ReLU]
        [Dense(10, Name = {|CVG041:"First"|})]
        partial class Net;
        """,
        "The name First of layer 3 is already taken by layer 1, a Conv");

    [Fact]
    public void Names_differ_in_more_than_case() => Analyze.Expect(
        "[Network(784)] [Dense(30, Name = \"Hidden\")] [Dense(10, Name = {|CVG041:\"hidden\"|})] partial class Net;",
        "The name hidden of layer 2 is already taken by layer 1, a Dense called Hidden");

    [Fact]
    public void A_name_that_equals_the_default_name_of_another_layer_is_reported() => Analyze.Expect(
        "[Network(784)] [Dense(30, Name = \"Dense2\")] [{|CVG041:Dense|}(10)] partial class Net;",
        "The name Dense2 of layer 2 is already taken by layer 1, a Dense");

    [Fact]
    public void The_name_of_a_layer_without_parameters_is_reported() => Analyze.Expect(
        "[Network(784)] [Dense(30), ReLU] [Dense(10, Name = {|CVG041:\"ReLU1\"|})] partial class Net;",
        "The name ReLU1 of layer 3 is already taken by layer 2, a ReLU");

    [Fact]
    public void Attributes_that_are_no_layers_are_not_counted() => Analyze.Expect(
        "[Network(8)] [Residual] [Dense(8, Name = \"Sum\")] [EndResidual(Name = {|CVG041:\"Sum\"|})] partial class Net;",
        "The name Sum of layer 2 is already taken by layer 1, a Dense");

    [Fact]
    public void The_end_of_a_block_is_named_as_a_sum() => Analyze.Expect(
        "[Network(8)] [Residual, Dense(8), EndResidual] [Dense(8, Name = {|CVG041:\"Add1\"|})] partial class Net;",
        "The name Add1 of layer 3 is already taken by layer 2, an EndResidual");

    [Theory]
    [InlineData("ReLU(Name = {|CVG040:\"1st\"|})", "\"1st\" cannot be the name of a layer: it is not a C# identifier")]
    [InlineData("Add(\"Dense1\", Name = {|CVG040:\"a b\"|})", "\"a b\" cannot be the name of a layer: it is not a C# identifier")]
    public void The_names_of_layers_without_parameters_are_checked(string layer, string message) =>
        Analyze.Expect($"[Network(8)] [Dense(8), {layer}, Dense(2)] partial class Net;", message);

    [Fact]
    public void Names_of_layers_without_parameters_are_no_members() => Analyze.ExpectNothing(
        "[Network(8)] [Dense(8), Tanh(Name = \"Predict\"), Dense(8), Add(\"Predict\", Name = \"Net\")] partial class Net;");

    [Theory]
    [InlineData("InputLength")]
    [InlineData("OutputLength")]
    [InlineData("ParameterCount")]
    [InlineData("Summary")]
    [InlineData("Outputs")]
    [InlineData("VectorBits")]
    [InlineData("Create")]
    [InlineData("Parameters")]
    [InlineData("Predict")]
    [InlineData("Classify")]
    [InlineData("Trace")]
    [InlineData("CreateGradients")]
    [InlineData("Backpropagate")]
    public void The_name_of_a_generated_member_is_reported(string name) => Analyze.Expect(
        $"[Network(784)] [Dense(10, Name = {{|CVG042:\"{name}\"|}})] partial class Net;",
        $"A layer cannot be named {name}: every network has a generated member of this name");

    [Theory]
    [InlineData("get_Parameters")]
    [InlineData("set_Dense1")]
    public void The_name_of_an_accessor_is_reported(string name) => Analyze.Expect(
        $"[Network(784)] [Dense(10, Name = {{|CVG042:\"{name}\"|}})] partial class Net;",
        $"A layer cannot be named {name}: names that begin with get_ or set_ are reserved for property accessors");

    [Theory]
    [InlineData("int get_Dense1() => 0;", "get_Dense1")]
    [InlineData("void set_Dense1(int value) { }", "set_Dense1")]
    [InlineData("int get_Dense1;", "get_Dense1")]
    public void A_member_with_the_name_of_an_accessor_is_reported(string member, string name) => Analyze.Expect(
        $"[Network(784)] [{{|CVG042:Dense|}}(10)] partial class Net {{ {member} }}",
        $"A layer cannot be named Dense1: Net has a member {name}, a name that is reserved for the accessors of this property");

    [Fact]
    public void The_name_of_the_class_is_reported() => Analyze.Expect(
        "[Network(784)] [Dense(10, Name = {|CVG042:\"Net\"|})] partial class Net;",
        "A layer cannot be named Net: a member cannot have the name of its class");

    [Fact]
    public void A_class_named_as_its_own_layer_is_reported_at_the_layer() => Analyze.Expect(
        "[Network(784)] [{|CVG042:Dense|}(10)] partial class Dense1;",
        "A layer cannot be named Dense1: a member cannot have the name of its class");

    [Fact]
    public void The_name_of_a_member_that_the_user_wrote_is_reported() => Analyze.Expect(
        """
        [Network(784)]
        [{|CVG042:Dense|}(30)]
        [Dense(10, Name = {|CVG042:"Output"|})]
        partial class Net
        {
            private int Dense1;
            private void Output() { }
        }
        """,
        [
            "A layer cannot be named Dense1: Net already has a member of this name",
            "A layer cannot be named Output: Net already has a member of this name",
        ]);

    [Theory]
    [InlineData("class", "ToString", "Object")]
    [InlineData("class", "MemberwiseClone", "Object")]
    [InlineData("class", "Inherited", "Base")]
    [InlineData("record", "EqualityContract", "Net")]
    public void The_name_of_an_inherited_member_is_reported(string kind, string name, string owner) => Analyze.Expect(
        $"partial {kind} Base {{ protected int Inherited; private int Hidden; }}\n" +
        $"[Network(784)] [Dense(10, Name = {{|CVG042:\"{name}\"|}})] partial {kind} Net : Base;",
        $"A layer cannot be named {name}: {owner} already has a member of this name");

    [Fact]
    public void The_name_of_a_private_member_of_a_base_class_is_allowed() => Analyze.ExpectNothing(
        "class Base { private int Hidden; } [Network(8)] [Dense(2, Name = \"Hidden\")] partial class Net : Base;");
}
