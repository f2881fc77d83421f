using ConvGen.CodeFixes;

namespace ConvGen.Generators.Tests.CodeFixes;

/// <summary>CVG004: merges layers from several declarations.</summary>
public sealed class MergeDeclarationsFixTests
{
    private const string Move = "Move all layers to the declaration with [Network]";

    [Fact]
    public void Layers_move_from_other_files_and_the_loss_stays_last()
    {
        string[] after = Apply(
            """
            namespace Acme;

            // The network.
            [Network(1, 9, 9)]
            [Conv(2, 3), ReLU]
            [Dense(5), SoftmaxCrossEntropy] // so far
            public sealed partial class Net
            {
                public int Own => 1;
            }
            """,
            """
            namespace Acme;

            /// <summary>More of it.</summary>
            [Tanh]
            [Dense(4), System.Serializable, LeakyReLU]
            partial class Net
            {
                public int More => 2;
            }
            """);
        Assert.Equal(
            [
                """
                namespace Acme;

                // The network.
                [Network(1, 9, 9)]
                [Conv(2, 3), ReLU]
                [Dense(5)]
                [Tanh]
                [Dense(4), LeakyReLU, SoftmaxCrossEntropy] // so far
                public sealed partial class Net
                {
                    public int Own => 1;
                }
                """,
                """
                namespace Acme;

                /// <summary>More of it.</summary>
                [System.Serializable]
                partial class Net
                {
                    public int More => 2;
                }
                """,
            ],
            after);
    }

    [Fact]
    public void A_declaration_that_becomes_empty_is_removed() => Assert.Equal(
        ["[Network(8)]\n[Dense(3)]\n[Dense(2), MeanSquaredError]\npartial class Net;\nclass Other;\n"],
        Apply("[Network(8)]\n[Dense(3)]\npartial class Net;\n\n[Dense(2), MeanSquaredError]\npartial class Net;\nclass Other;\n"));

    [Fact]
    public void Layers_on_one_line_stay_on_one_line() => Assert.Equal(
        ["partial class Outer { [Network(8)] [Dense(3)] [Dense(2)] partial class Net; }", "partial class Outer { }"],
        Apply(
            "partial class Outer { [Network(8)] [Dense(3)] partial class Net; }",
            "partial class Outer { [Dense(2)] partial class Net; }"));

    [Fact]
    public void Line_ends_and_indentation_of_the_file_are_kept() => Assert.Equal(
        [
            "namespace A\r\n{\r\n\t[Network(8)]\r\n\t[Dense(2)]\r\n\tpartial class Net;\r\n}\r\n",
            "namespace A { partial class Net { int x; } }",
        ],
        Apply(
            "namespace A\r\n{\r\n\t[Network(8)]\r\n\tpartial class Net;\r\n}\r\n",
            "namespace A { [Dense(2)] partial class Net { int x; } }"));

    [Fact]
    public void A_loss_may_move_alone() => Assert.Equal(
        ["[Network(8)] [Dense(2)] [MeanSquaredError] partial class Net;", ""],
        Apply("[Network(8)] [Dense(2)] partial class Net;", "[MeanSquaredError] partial class Net;"));

    [Fact]
    public void Comments_keep_a_declaration() => Assert.Equal(
        ["[Network(8)] [Dense(2)] partial class Net;", "// Why it is here.\npartial class Net;"],
        Apply("[Network(8)] partial class Net;", "// Why it is here.\n[Dense(2)] partial class Net;"));

    [Fact]
    public void With_two_Network_attributes_no_fix_is_offered()
    {
        using FixProject project = new(
            new MergeDeclarationsFix(), "[Network(8)] [Dense(2)] partial class Net;", "[Network(8)] partial class Net;");
        Assert.Empty(project.Titles);
    }

    private static string[] Apply(params string[] sources)
    {
        using FixProject project = new(new MergeDeclarationsFix(), sources);
        return project.Apply(Move);
    }
}
