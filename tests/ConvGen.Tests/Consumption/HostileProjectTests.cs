using ConvGen.Tests.Compilation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static ConvGen.Tests.Consumption.Consumer;

namespace ConvGen.Tests.Consumption;

/// <summary>In projects that use the names in generated code for something else, generated code compiles without a warning.</summary>
[Trait("Category", "Slow"), Trait("Category", "Coverage")]
public sealed class HostileProjectTests
{
    /// <summary>Networks that together have every kind of kernel.</summary>
    private static readonly string Networks =
        $$"""
        {{Declaration("Net")}}
        /// <summary>Mine.</summary>
        [Layers.Network(16, 18, 18)]
        [Layers.Conv(16, 3, Same = true), Layers.ReLU, Layers.L2Pool(2), Layers.DepthwiseConv(3), Layers.Dropout(0.3)]
        [Layers.Conv(16, 3, Groups = 4, Pad = 1), Layers.GELU, Layers.AveragePool(3, Stride = 2, Pad = 1, CountPadding = false)]
        [Layers.MaxPool(2), Layers.Dense(40), Layers.Dense(2, Bias = false), Layers.MeanSquaredError]
        public sealed partial class More;
        """;

    private static readonly Lazy<string[]> Names = new(FindNames);

    [Fact]
    public void The_list_of_names_in_generated_code_is_complete()
    {
        string[] expected =
        [
            "System", "ConvGen", "Math", "MethodImplAttribute", "MethodImplOptions", "Unsafe", "Vector256", "VectorMath",
            "NetworkProgram", "NetworkCore", "INetwork", "ReadOnlySpan", "Span", "ParameterSet", "Gradients", "IReadOnlyList",
        ];
        Assert.All(expected, name => Assert.Contains(name, Names.Value));
    }

    [Fact]
    public void Aliases_may_have_the_names_that_generated_code_uses() => Compiles(WithAliases("Acme.Own"));

    /// <summary>C# also looks up the name of an attribute without its suffix.</summary>
    [Theory]
    [InlineData("MethodImpl")]
    [InlineData("MethodImplAttribute")]
    public void An_alias_may_rename_the_attribute_of_the_kernels(string alias) => Compiles(Project(Networks) with
    {
        Sources =
        [
            $"global using {alias} = System.Runtime.CompilerServices.MethodImplAttribute;",
            .. Project($"namespace Acme\n{{\n{Networks}\n}}").Sources,
        ],
    });

    [Fact]
    public void Attributes_of_the_global_namespace_may_have_the_names_that_generated_code_uses() => Compiles(Project(
        $"namespace Acme\n{{\n{Networks}\n}}", Lines(Names.Value.Except(["System", "ConvGen"]).Select(Attribute))));

    [Fact]
    public void Attributes_of_the_networks_namespace_may_have_the_names_that_generated_code_uses() => Compiles(Project(
        $"namespace Acme\n{{\n{Networks}\n{Lines(Names.Value.Select(Attribute))}\n}}"));

    /// <summary>Net is also the name of a namespace inside System.</summary>
    [Fact]
    public void A_network_may_be_in_the_namespace_System() => Compiles(Project($"namespace System\n{{\n{Networks}\n}}"));

    [Fact]
    public void Types_of_the_namespace_System_may_have_the_names_of_other_namespaces()
    {
        HashSet<string> taken = [.. typeof(object).Assembly.GetTypes()
            .Where(type => type.Namespace == "System").Select(type => type.Name.Split('`')[0])];
        string[] free = [.. Names.Value.Where(name => !taken.Contains(name) && name is not ("Runtime" or "Collections" or "CodeDom" or "ComponentModel"))];
        Assert.Contains("Unsafe", free);
        Compiles(Project($"namespace System\n{{\n{Networks}\n{Lines(free.Select(Attribute))}\n}}"));
    }

    [Fact]
    public void Members_of_a_network_that_stay_null_give_no_warning_inside_generated_code() => Compiles(Project(
        $$"""
        {{Attributes}}
        public sealed partial class Net
        {
            private string title;
            public string Title { get => title; set => title = value; }
            public string Note { get; set; }
            public string Kept { get => field; set; }
            public event global::System.Action Changed;
            public void Change() => Changed();
        }
        """));

    /// <summary>The compiler still checks the user's constructors.</summary>
    [Fact]
    public void A_constructor_of_the_users_that_leaves_a_member_null_gives_a_warning()
    {
        Exception failure = Assert.ThrowsAny<Exception>(() => Project(
            $$"""
            {{Attributes}}
            public sealed partial class Net
            {
                public Net(bool empty) { _ = empty; }
                public string Title { get; set; }
            }
            """).Compile());
        Assert.Contains("CS8618", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_may_be_marked_as_CLS_compliant() => Compiles(Project(
        $"[assembly: global::System.CLSCompliant(true)]\nnamespace Acme\n{{\n{Networks}\n}}"));

    [Theory]
    [InlineData("[global::System.Obsolete(\"Use another one.\")]")]
    [InlineData("[global::System.Obsolete(\"Use another one.\", true)]")]
    [InlineData("[global::System.Diagnostics.CodeAnalysis.Experimental(\"ACME1\")]")]
    [InlineData("[global::System.Serializable, global::System.ComponentModel.EditorBrowsable]")]
    public void A_network_may_have_other_attributes(string attributes) => Compiles(Project(
        $"namespace Acme\n{{\n/// <summary>Mine.</summary>\n{attributes}\n{Attributes}\npublic sealed partial class Net;\n}}"));

    private static UserProject WithAliases(string target)
    {
        UserProject project = Project($"namespace Acme\n{{\n{Networks}\n{EmptyType("Own")}\n}}");
        return project with
        {
            Sources = [Lines(Names.Value.Select(name => $"global using {name} = {target};")), .. project.Sources],
        };
    }

    private static string Attribute(string name) =>
        $"/// <summary>Unrelated.</summary>\npublic sealed class {name} : global::System.Attribute {{ }}";

    /// <summary>
    /// Finds the names of all types and namespaces that generated code uses but does not declare, with and without the suffix of
    /// attributes. Keywords such as <c>nint</c> are excluded, because a type of this name changes the meaning of C# itself.
    /// </summary>
    private static string[] FindNames()
    {
        CSharpCompilation complete = Project(Networks).Generate();
        SyntaxTree[] generated = [.. complete.SyntaxTrees.Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))];
        HashSet<string> names = [];
        foreach (SyntaxTree tree in generated)
        {
            SemanticModel model = complete.GetSemanticModel(tree);
            foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (model.GetSymbolInfo(name).Symbol is { } symbol
                    && char.IsUpper(name.Identifier.ValueText[0])
                    && (symbol as INamespaceOrTypeSymbol ?? (symbol as IMethodSymbol)?.ContainingType) is { } outside
                    && (outside is INamespaceSymbol || outside.DeclaringSyntaxReferences.IsEmpty)
                    && symbol is not IMethodSymbol { MethodKind: not MethodKind.Constructor })
                {
                    names.Add(name.Identifier.ValueText);
                    if (name.Parent is AttributeSyntax or QualifiedNameSyntax { Parent: AttributeSyntax })
                    {
                        // C# looks up attributes with and without their suffix.
                        string text = name.Identifier.ValueText;
                        const string Suffix = nameof(Attribute);
                        names.Add(text.EndsWith(Suffix, StringComparison.Ordinal) ? text[..^Suffix.Length] : text + Suffix);
                    }
                }
            }
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }
}
