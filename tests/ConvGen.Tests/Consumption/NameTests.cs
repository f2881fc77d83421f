using static ConvGen.Tests.Consumption.Consumer;

namespace ConvGen.Tests.Consumption;

/// <summary>Classes, namespaces, outer types and layers may have every name that C# allows.</summary>
[Trait("Category", "Slow")]
public sealed class NameTests
{
    [Theory]
    [InlineData("@class")]
    [InlineData("@namespace")]
    [InlineData("@record")]
    [InlineData("@partial")]
    [InlineData("@field")]
    [InlineData("@Plain")]
    [InlineData("_")]
    [InlineData("__")]
    [InlineData("n")]
    [InlineData("N1")]
    [InlineData("Größe")]
    [InlineData("Сеть")]
    [InlineData("网络")]
    [InlineData("ネット")]
    [InlineData("네트워크")]
    [InlineData("شبكة")]
    [InlineData("e\u0301te\u0301")]
    [InlineData("\\u004Eet")]
    [InlineData("Ⅷ")]
    public void A_class_may_have_any_name(string name) =>
        Compiles(Project($"#pragma warning disable CS8981 // Only lower-case letters.\n{Declaration(name)}"));

    [Theory]
    [InlineData('N', 300, 0)]
    [InlineData('N', 500, 0)]
    [InlineData('N', 300, 2)]
    [InlineData('Ñ', 150, 2)]
    [InlineData('网', 300, 0)]
    public void A_name_may_be_long(char letter, int length, int around)
    {
        string name = new(letter, length);
        string space = around > 0 ? $"namespace {name};\n" : "";
        string outer = $"/// <summary>Around it.</summary>\npublic partial class {name}\n{{\n{Declaration(name + "1")}\n}}\n";
        Compiles(Project(space + (around > 1 ? outer : Declaration(name))));
    }

    [Theory]
    [InlineData("e\u0301", "é")]
    [InlineData("名前", "имя")]
    [InlineData("record", "partial")]
    [InlineData("Conv2", "Dense9")]
    [InlineData("Input", "Output")]
    [InlineData("Passes", "Network")]
    [InlineData("x", "y")]
    [InlineData("bias", "weights")]
    public void Layers_may_have_any_name(string first, string second) =>
        Compiles(Project(
            $"""
            /// <summary>Mine.</summary>
            [Layers.Network(2, 8, 8)]
            [Layers.Conv(3, 3, Name = "{first}"), Layers.MaxPool(2), Layers.ReLU]
            [Layers.Dense(4, Name = "{second}"), Layers.MeanSquaredError]
            public sealed partial class Net;
            """));

    [Theory]
    [InlineData('x', 399)]
    [InlineData('名', 299)]
    public void The_name_of_a_layer_may_be_long(char letter, int length)
    {
        string name = new(letter, length);
        Compiles(Project(
            $"""
            /// <summary>Mine.</summary>
            [Layers.Network(2, 8, 8)]
            [Layers.Conv(3, 3, Name = "{name}1"), Layers.Dropout(0.1), Layers.DepthwiseConv(3, Name = "{name}2"), Layers.ReLU]
            [Layers.Dense(4, Name = "{name}3"), Layers.MeanSquaredError]
            public sealed partial class Net;
            """));
    }

    [Theory]
    [InlineData("A.B.C.D.E.F.G.H.I.J.K.L.M.N.O.P.Q.R.S.T.U.V.W.X.Y.Z")]
    [InlineData("@this.@base.@null")]
    [InlineData("Größe.名前")]
    [InlineData("Generated.Kernels")]
    public void A_namespace_may_have_any_name(string name) => Compiles(Project($"namespace {name};\n{Declaration("Net")}"));

    [Theory]
    [InlineData("public")]
    [InlineData("internal")]
    [InlineData("protected")]
    [InlineData("private")]
    [InlineData("protected internal")]
    [InlineData("private protected")]
    public void A_nested_network_may_have_any_accessibility(string accessibility) =>
        Compiles(Project(
            $$"""
            namespace Acme
            {
                /// <summary>Around it.</summary>
                public partial class @event
                {
                    /// <summary>And this.</summary>
                    protected internal partial record struct @struct
                    {
                        /// <summary>Mine.</summary>
                        {{Attributes}}
                        {{accessibility}} sealed partial record Net;
                    }
                }
            }
            """.Replace(
                accessibility.Contains("protected", StringComparison.Ordinal) ? "partial record struct" : "\0", "partial record",
                StringComparison.Ordinal)));

    [Fact]
    public void The_same_name_may_be_in_two_namespaces_of_one_file() =>
        Compiles(Project(
            $"namespace One\n{{\n{Declaration("Net")}\n}}\nnamespace Two\n{{\n{Declaration("Net")}\n}}\n" +
            $"namespace Two.One\n{{\n{Declaration("Net")}\n}}\n"));
}
