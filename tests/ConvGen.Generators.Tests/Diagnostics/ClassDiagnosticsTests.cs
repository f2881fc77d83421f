using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>CVG00x: the class itself.</summary>
public sealed class ClassDiagnosticsTests
{
    [Fact]
    public void A_class_that_is_not_partial_is_reported() => Analyze.Expect(
        "[Network(784)] [Dense(10)] public sealed class {|CVG001:Net|};",
        "Net must be partial, so that its generated part can be added");

    [Fact]
    public void Outer_types_that_are_not_partial_are_reported() => Analyze.Expect(
        """
        class {|CVG002:Far|}
        {
            partial struct Middle
            {
                record {|CVG002:Near|} { [Network(784)] [Dense(10)] partial class Net; }
            }
        }
        """,
        [
            "Far must be partial, because the network Net is declared inside it",
            "Near must be partial, because the network Net is declared inside it",
        ]);

    [Theory]
    [InlineData("partial class {|CVG003:Net|}<T>;", "generic")]
    [InlineData("static partial class {|CVG003:Net|};", "static")]
    [InlineData("abstract partial class {|CVG003:Net|};", "abstract")]
    [InlineData("file partial class {|CVG003:Net|};", "file-local")]
    [InlineData("partial class {|CVG003:Net|}(int seed);", "a class with a primary constructor")]
    [InlineData("partial record {|CVG003:Net|}(int Seed);", "a class with a primary constructor")]
    [InlineData("partial class {|CVG003:Net|} { public required int Size; }", "a class with required members")]
    [InlineData(
        "partial class {|CVG003:Net|} : Base; class Base(int x);", "derived from Base, which needs constructor arguments")]
    [InlineData(
        "partial class {|CVG003:Net|} : Base; class Base { protected int Summary; }",
        "derived from Base, whose member Summary has the name of a generated member")]
    [InlineData("partial struct {|CVG003:Net|};", "a struct")]
    [InlineData("partial record struct {|CVG003:Net|};", "a struct")]
    [InlineData("partial interface {|CVG003:Net|};", "an interface")]
    public void Unusual_types_are_reported(string declaration, string description) => Analyze.Expect(
        $"[Network(784)] [Dense(10)] {declaration}",
        $"Net is {description}; a network is a partial class or record class, sealed or not, possibly nested");

    [Fact]
    public void A_network_cannot_be_derived_from_a_network() => Analyze.Expect(
        """
        [Network(784)] partial class {|CVG006:Net|};
        [Network(784)] [Dense(10)] partial class {|CVG003:Other|} : Net;
        """,
        [
            "Net has no layer; add one, such as [Dense(10)]",
            "Other is derived from Net, which is a network itself; " +
            "a network is a partial class or record class, sealed or not, possibly nested",
        ]);

    [Theory]
    [InlineData("partial class Outer<T>", "inside the generic type Outer")]
    [InlineData("file partial class Outer", "inside the file-local type Outer")]
    public void Unusual_outer_types_are_reported(string outer, string description) => Analyze.Expect(
        $"{outer} {{ [Network(784)] [Dense(10)] partial class {{|CVG003:Net|}}; }}",
        $"Net is {description}; a network is a partial class or record class, sealed or not, possibly nested");

    [Theory]
    [InlineData("partial class Net;")]
    [InlineData("public sealed partial class Net;")]
    [InlineData("internal partial record Net;")]
    [InlineData("public sealed partial record class Net { }")]
    [InlineData("partial class Net : Base; class Base { protected Base(int x = 1) { } }")]
    [InlineData("partial class Net { private partial class Inner; public Net(string file) : this() { } }")]
    public void Ordinary_classes_are_allowed(string declaration) => Analyze.ExpectNothing(
        $"namespace Some.Where; [Network(8)] [Dense(2)] {declaration}");

    [Theory]
    [InlineData("[Network(784)] [Dense(10)] partial class {|CVG003:|};", "This class is")]
    [InlineData("partial class { [Network(784)] [Dense(10)] partial class {|CVG003:Net|}; }", "Net is inside a type or namespace that is")]
    [InlineData("namespace A..B { [Network(784)] [Dense(10)] partial class {|CVG003:Net|}; }", "Net is inside a type or namespace that is")]
    public void Missing_names_are_reported(string source, string start) => Analyze.Expect(
        source, $"{start} not named yet; a network is a partial class or record class, sealed or not, possibly nested");

    [Fact]
    public void A_full_name_too_long_for_metadata_is_reported()
    {
        string name = new('N', 475);
        Analyze.ExpectNothing($"namespace {name[1..]}; [Network(8)] [Dense(2)] partial class {name};");
        Analyze.Expect(
            $"namespace {name}; [Network(8)] [Dense(2)] partial class {{|CVG003:{name}|}};",
            $"{name} is a class whose full name is too long (951 bytes; at most 950 are supported); " +
            "a network is a partial class or record class, sealed or not, possibly nested");
    }

    [Fact]
    public void Nested_classes_are_allowed() => Analyze.ExpectNothing(
        "partial interface IOuter { partial struct Middle { [Network(8)] [Dense(2)] private partial class Net; } }");

    [Fact]
    public void Layers_on_two_declarations_are_reported() => Analyze.Expect(
        """
        [Network(784)] [Dense(30)] partial class Net;
        [{|CVG004:Dense|}(10)] partial class Net;
        """,
        "Net has ConvGen attributes on 2 declarations; C# does not define their order, so put them all on one");

    [Fact]
    public void Network_on_another_declaration_than_the_layers_is_reported() => Analyze.Expect(
        """
        [{|CVG004:Dense|}(30)] partial class Net;
        [Network(784)] partial class Net;
        """,
        "Net has ConvGen attributes on 2 declarations; C# does not define their order, so put them all on one");

    [Fact]
    public void Two_Networks_on_two_declarations_are_reported() => Analyze.Expect(
        """
        [Network(784)] [Dense(30)] partial class Net;
        [{|CVG004:Network|}(784)] partial class Net;
        """,
        "Net has ConvGen attributes on 2 declarations; C# does not define their order, so put them all on one");

    [Fact]
    public void Layers_in_another_file_than_Network_are_reported() => Analyze.Expect(
        "[{|CVG004:Dense|}(10)] partial class Net;",
        ["Net has ConvGen attributes on 2 declarations; C# does not define their order, so put them all on one"],
        "[Network(784)] [Dense(30)] partial class Net;");

    [Fact]
    public void Other_declarations_without_layers_are_allowed() => Analyze.ExpectNothing(
        "[Network(8)] [Dense(2)] partial class Net;",
        "[System.Serializable] partial class Net { public int Extra; }");

    [Fact]
    public void A_layer_without_Network_is_reported() => Analyze.Expect(
        "[System.Serializable] [{|CVG005:Dense|}(10), ReLU] partial class Net;",
        "Net has layers but no [Network]; begin with [Network(channels, height, width)] or [Network(length)]");

    [Fact]
    public void A_network_without_layers_is_reported() => Analyze.Expect(
        "[Network(784)] partial class {|CVG006:Net|};",
        "Net has no layer; add one, such as [Dense(10)]");

    [Theory]
    [InlineData("public const int {|CVG007:InputLength|} = 3;", "InputLength")]
    [InlineData("int {|CVG007:OutputLength|}() => 0;", "OutputLength()")]
    [InlineData("static int {|CVG007:ParameterCount|};", "ParameterCount")]
    [InlineData("class {|CVG007:Summary|};", "Summary")]
    [InlineData("event System.Action {|CVG007:Parameters|};", "Parameters")]
    [InlineData("object {|CVG007:__core|};", "__core")]
    [InlineData("public int {|CVG007:Predict|} { get; set; }", "Predict")]
    [InlineData("static Net {|CVG007:Create|}(int other) => null!;", "Create(int)")]
    [InlineData("int {|CVG007:Classify|}(System.ReadOnlySpan<float> x) => 0;", "Classify(ReadOnlySpan<float>)")]
    [InlineData("Gradients {|CVG007:CreateGradients|}() => null!;", "CreateGradients()")]
    [InlineData("public {|CVG007:Net|}(int seed) { }", "Net(int)")]
    [InlineData("static int {|CVG007:get_InputLength|}() => 0;", "get_InputLength()")]
    [InlineData("void {|CVG007:set_Parameters|}(ParameterSet parameters) { }", "set_Parameters(ParameterSet)")]
    [InlineData("int {|CVG007:get_Summary|};", "get_Summary")]
    public void A_member_that_is_generated_is_reported(string member, string name) => Analyze.Expect(
        $"[Network(784)] [Dense(10)] partial class Net {{ {member} }}",
        $"Net.{name} conflicts with a generated member; rename or remove it");

    [Fact]
    public void A_conflicting_overload_is_reported_and_others_are_not() => Analyze.Expect(
        """
        using System;
        [Network(784)] [Dense(10)] partial class Net
        {
            public float Backpropagate(int sample) => 0;
            public float {|CVG007:Backpropagate|}(ReadOnlySpan<float> x, ReadOnlySpan<int> y, Gradients g) => 0;
        }
        """,
        "Net.Backpropagate(ReadOnlySpan<float>, ReadOnlySpan<int>, Gradients) conflicts with a generated member; " +
        "rename or remove it");

    [Fact]
    public void Overloads_are_allowed() => Analyze.ExpectNothing(
        """
        [Network(8)] [Dense(2)] partial class Net
        {
            public Net(string file) : this(seed: 1) { }
            public static Net Create() => new(1);
            public void Predict(float[] inputs, float[] outputs) { }
            public int Classify<T>(System.ReadOnlySpan<float> input) => 0;
            public int get_InputLength(int other) => 0;
            public int get_Dense1(int other) => 0;
            public void set_Dense1() { }
        }
        """);

    [Theory]
    [InlineData("Predict")]
    [InlineData("Parameters")]
    public void A_class_named_as_a_generated_member_is_reported(string name) => Analyze.Expect(
        $"[Network(784)] [Dense(10)] partial class {{|CVG008:{name}|}};",
        $"A network cannot be named {name}: every network has a generated member of this name");

    [Fact]
    public void Two_networks_that_differ_only_in_case_are_reported() => Analyze.Expect(
        """
        [Network(784)] [Dense(10)] partial class {|CVG008:BookNet|};
        [Network(784)] [Dense(10)] partial class {|CVG008:Booknet|};
        class bookNet;
        namespace One { partial class Outer { [Network(784)] [Dense(10)] partial class {|CVG008:Net|}; } }
        namespace one { partial class Outer { [Network(784)] [Dense(10)] partial class {|CVG008:Net|}; } }
        namespace Two { partial class Outer { partial class Net; } }
        """,
        [
            "A network cannot be named BookNet: the name of network Booknet differs only in case, so their files would collide",
            "A network cannot be named Booknet: the name of network BookNet differs only in case, so their files would collide",
            "A network cannot be named Net: the name of network one.Outer.Net differs only in case, so their files would collide",
            "A network cannot be named Net: the name of network One.Outer.Net differs only in case, so their files would collide",
        ]);

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    [InlineData(LanguageVersion.CSharp11, "11.0")]
    [InlineData(LanguageVersion.CSharp12, "12.0")]
    public void A_version_of_the_language_that_is_too_old_is_reported(LanguageVersion version, string text)
    {
        var source = MarkedSource.Parse("[ConvGen.Network(8), ConvGen.Dense(2)] partial class {|CVG009:Net|} { }");
        CSharpCompilation compilation = Compile.As(version, source.Text);
        Diagnostic diagnostic = Assert.Single(Analyze.DiagnosticsOf(compilation));
        Assert.Equal(Assert.Single(source.Spans), new MarkedSpan(diagnostic.Id, diagnostic.Location.SourceSpan));
        Assert.Equal(
            $"The code of Net needs C# 13.0 or later; this project is compiled as C# {text}",
            diagnostic.GetMessage(formatProvider: null));
        Assert.Empty(Generate.FilesOf(Generate.NewDriver().RunGenerators(compilation)));
    }
}
