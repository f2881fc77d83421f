using ConvGen.Tests.Compilation;
using static ConvGen.Tests.Consumption.Consumer;

namespace ConvGen.Tests.Consumption;

/// <summary>Generated code compiles in users' projects with any names in scope.</summary>
[Trait("Category", "Slow"), Trait("Category", "Coverage")]
public sealed class UserProjectTests
{
    /// <summary>Names that carelessly generated code would look up in the user's scope.</summary>
    private static readonly string[] Names =
    [
        "System", "Math", "MathF", "Vector", "Vector256", "Vector128", "Unsafe", "MemoryMarshal", "MethodImpl", "Span",
        "ReadOnlySpan", "Single", "IReadOnlyList", "ConvGen", "CompilerServices", "INetwork", "NetworkCore", "NetworkProgram",
        "NetworkSummary", "ParameterSet", "ParameterLayout", "LayoutDimension", "Gradients", "ConvLayer", "DenseLayer",
        "LiveGradient", "LossKind", "Init", "Generated", "VectorMath", "Program", "Loss",
    ];

    [Fact]
    public void Types_of_the_users_namespace_may_have_any_name() =>
        Compiles(Project($"namespace Acme\n{{\n{Declaration("Net")}\n{Lines(Names.Select(EmptyType))}\n}}"));

    /// <summary>Except names of imported namespaces, for which the compiler warns about such a type.</summary>
    [Fact]
    public void Types_of_the_global_namespace_may_have_any_name() =>
        Compiles(Project(
            $"namespace Acme\n{{\n{Declaration("Net")}\n}}\n{Lines(Names.Except(["System", "ConvGen"]).Select(EmptyType))}"));

    [Fact]
    public void Networks_may_have_any_name() =>
        Compiles(Project($"namespace Acme\n{{\n{Lines(Names.Select(Declaration))}\n}}"));

    [Fact]
    public void Members_of_an_outer_type_may_have_any_name() =>
        Compiles(Project(
            $$"""
            namespace Acme
            {
                internal partial class Outer
                {
                    {{Lines(Names.Select(name => $"internal static int {name}() => 1;"))}}
                    {{Declaration("Net")}}
                }
            }
            """));

    [Theory]
    [InlineData("ConvGen.Mine")]
    [InlineData("System.Mine")]
    [InlineData("Acme.System.Math")]
    [InlineData("Acme.ConvGen.CompilerServices")]
    [InlineData("@namespace.@class")]
    public void The_namespace_may_have_any_name(string name) =>
        Compiles(Project($"namespace {name}\n{{\n{Declaration("Net")}\n}}"));

    [Theory]
    [InlineData("class")]
    [InlineData("struct")]
    [InlineData("interface")]
    [InlineData("record")]
    [InlineData("record struct")]
    public void A_network_may_be_nested_in_any_kind_of_type(string kind) =>
        Compiles(Project(
            $$"""
            namespace Acme
            {
                internal partial {{kind}} Outer
                {
                    internal partial class Inner
                    {
                        {{Declaration("Net")}}
                    }
                }
            }
            """));

    [Theory]
    [InlineData("public sealed partial class")]
    [InlineData("internal partial class")]
    [InlineData("public sealed partial record")]
    public void A_network_may_be_any_ordinary_class(string header) =>
        Compiles(Project($"namespace Acme\n{{\n/// <summary>Mine.</summary>\n{Attributes}\n{header} Net;\n}}"));

    [Fact]
    public void A_network_may_have_a_base_class_and_members_of_its_own() =>
        Compiles(Project(
            $$"""
            namespace Acme
            {
                /// <summary>A base.</summary>
                public abstract class Base
                {
                    /// <summary>Counts.</summary>
                    public int Count { get; set; }
                }

                /// <summary>Mine.</summary>
                {{Attributes}}
                public sealed partial class Net : Base, global::System.IDisposable
                {
                    private readonly float[] buffer = new float[OutputLength];

                    /// <summary>An overload.</summary>
                    public float[] Predict(float[] inputs)
                    {
                        Predict(inputs, buffer);
                        return buffer;
                    }

                    /// <inheritdoc/>
                    public void Dispose() => Count = 0;

                    /// <inheritdoc/>
                    public override string ToString() => Summary.ToString();
                }
            }
            """));

    [Fact]
    public void Layers_may_have_the_names_that_generated_code_uses() =>
        Compiles(Project(
            """
            /// <summary>Mine.</summary>
            [Layers.Network(1, 8, 8)]
            [Layers.Conv(3, 3, Name = "System"), Layers.Conv(3, 3, Name = "inputs"), Layers.Conv(3, 3, Name = "Vector256")]
            [Layers.Dense(4, Name = "ConvGen"), Layers.Dense(4, Name = "value"), Layers.Dense(4, Name = "Größe")]
            [Layers.Dense(4, Name = "Program"), Layers.Dense(4, Name = "workspace"), Layers.SigmoidCrossEntropy]
            public sealed partial class Net;
            """));

    [Fact]
    public void Networks_of_the_same_name_may_be_in_different_namespaces_and_types() =>
        Compiles(Project(
            Declaration("Net"),
            $"namespace Acme\n{{\n{Declaration("Net")}\n}}",
            $"namespace Acme.Net3\n{{\n{Declaration("Net")}\n}}",
            $"namespace Acme\n{{\n/// <summary>Mine.</summary>\npublic partial class Net2\n{{\n{Declaration("Net")}\n}}\n}}"));

    [Fact]
    public void Global_usings_may_rename_types() =>
        Compiles(WithGlobalUsings(
            "Vector256 = Acme.Own", "Math = Acme.Own", "Unsafe = Acme.Own", "Span = Acme.Own", "NetworkCore = Acme.Own"));

    [Fact]
    public void Implicit_usings_may_be_on() =>
        Compiles(WithGlobalUsings(
            "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading",
            "System.Threading.Tasks"));

    /// <summary>Diagnostics of a declaration and of a use of generated members fail the build; otherwise these tests would not detect
    /// warnings.</summary>
    [Theory]
    [InlineData("[ConvGen.Dense(3), ConvGen.Sigmoid, ConvGen.SigmoidCrossEntropy]", "net.Predict([1f], new float[3])", "CVG023")]
    [InlineData("[ConvGen.Dense(3)]", "new ConvGen.Trainer<Doubtful>(net, new ConvGen.Sgd(0.1f))", "CVG050")]
    public void Diagnostics_of_the_analyzer_fail_the_build(string layers, string use, string id)
    {
        UserProject project = Project($$"""
            /// <summary>A network.</summary>
            [ConvGen.Network(1)]
            {{layers}}
            public sealed partial class Doubtful
            {
                /// <summary>Uses it.</summary>
                public static void Use(Doubtful net) => {{use}};
            }
            """);
        Exception failure = Assert.ThrowsAny<Exception>(() => project.Compile());
        Assert.Contains(id, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CS", failure.Message, StringComparison.Ordinal);
    }

    private static UserProject WithGlobalUsings(params string[] usings)
    {
        UserProject project = Project($"namespace Acme\n{{\n{Declaration("Net")}\n{EmptyType("Own")}\n}}");
        return project with { Sources = [Lines(usings.Select(name => $"global using {name};")), .. project.Sources] };
    }
}
