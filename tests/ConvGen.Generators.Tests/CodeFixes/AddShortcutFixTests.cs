using ConvGen.CodeFixes;

namespace ConvGen.Generators.Tests.CodeFixes;

/// <summary>CVG073: adds a shortcut that gives the shape of the block.</summary>
public sealed class AddShortcutFixTests
{
    private const string Title = "Add [Shortcut, Conv(4, 1, Stride = 2)]";

    [Theory]
    [InlineData(
        "[Residual, Conv(4, 3, Stride = 2, Pad = 1), EndResidual, ReLU]",
        "[Residual, Conv(4, 3, Stride = 2, Pad = 1), Shortcut, Conv(4, 1, Stride = 2), EndResidual, ReLU]")]
    [InlineData(
        "[Residual] [Conv(4, 3, Stride = 2, Pad = 1)] [EndResidual]",
        "[Residual] [Conv(4, 3, Stride = 2, Pad = 1)] [Shortcut, Conv(4, 1, Stride = 2), EndResidual]")]
    [InlineData(
        "[Residual]\n[Conv(4, 3, Stride = 2, Pad = 1)]\n[EndResidual, ReLU]",
        "[Residual]\n[Conv(4, 3, Stride = 2, Pad = 1)]\n[Shortcut, Conv(4, 1, Stride = 2)]\n[EndResidual, ReLU]")]
    [InlineData(
        "[Residual]\n    [Conv(4, 3, Stride = 2, Pad = 1), Tanh] // main\n    // sum\n[EndResidual]",
        "[Residual]\n    [Conv(4, 3, Stride = 2, Pad = 1), Tanh] // main\n    // sum\n    [Shortcut, Conv(4, 1, Stride = 2)]\n[EndResidual]")]
    [InlineData(
        "    [Residual,\n        Conv(4, 3, Stride = 2, Pad = 1),\n        EndResidual]",
        "    [Residual,\n        Conv(4, 3, Stride = 2, Pad = 1),\n        Shortcut, Conv(4, 1, Stride = 2),\n        EndResidual]")]
    [InlineData(
        "[ConvGen.Residual]\n[ConvGen.Conv(4, 3, Stride = 2, Pad = 1), ConvGen.EndResidual]",
        "[ConvGen.Residual]\n[ConvGen.Conv(4, 3, Stride = 2, Pad = 1), ConvGen.Shortcut, ConvGen.Conv(4, 1, Stride = 2), ConvGen.EndResidual]")]
    [InlineData(
        "[Residual]\r\n\t[Conv(4, 3, Stride = 2, Pad = 1)]\r\n\t[EndResidual]",
        "[Residual]\r\n\t[Conv(4, 3, Stride = 2, Pad = 1)]\r\n\t[Shortcut, Conv(4, 1, Stride = 2)]\r\n\t[EndResidual]")]
    public void The_shortcut_is_written_before_the_end_of_the_block(string before, string after)
    {
        string end = before.Contains('\r', StringComparison.Ordinal) ? "\r\n" : "\n";
        using FixProject project = new(new AddShortcutFix(), $"[Network(2, 8, 8)]{end}{before}{end}partial class Net;");
        Assert.Equal([Title], project.Titles);
        Assert.Equal([$"[Network(2, 8, 8)]{end}{after}{end}partial class Net;"], project.Apply(Title));
    }

    [Fact]
    public void The_shortcut_of_vectors_is_a_dense_layer()
    {
        using FixProject project = new(new AddShortcutFix(), "[Network(8), Residual, Dense(4), EndResidual] partial class Net;");
        Assert.Equal(
            ["[Network(8), Residual, Dense(4), Shortcut, Dense(4), EndResidual] partial class Net;"],
            project.Apply("Add [Shortcut, Dense(4)]"));
    }

    [Fact]
    public void No_fix_is_offered_if_no_layer_gives_the_shape()
    {
        using FixProject project = new(
            new AddShortcutFix(),
            "[Network(2, 8, 8), ReLU(Name = \"Stem\"), Dense(2), Residual, Multiply(\"Stem\"), EndResidual] partial class Net;");
        Assert.Empty(project.Titles);
    }

    [Fact]
    public void The_blocks_of_all_networks_get_shortcuts_at_once()
    {
        const string A = "[Network(2, 8, 8), Residual, Conv(4, 1), {0}EndResidual] partial class A;\n";
        const string B = "[Network(2, 6, 6)]\n[Repeat(2)]\n    [Residual, Conv(4, 1)]\n{0}    [EndResidual]\n[EndRepeat]\npartial class B;";
        using FixProject project = new(
            new AddShortcutFix(),
            A.Replace("{0}", "", StringComparison.Ordinal) + B.Replace("{0}", "", StringComparison.Ordinal));
        Assert.Equal(
            [
                A.Replace("{0}", "Shortcut, Conv(4, 1), ", StringComparison.Ordinal)
                    + B.Replace("{0}", "    [Shortcut, Conv(4, 1)]\n", StringComparison.Ordinal),
            ],
            project.ApplyToAll("Add [Shortcut, Conv(4, 1)]"));
    }
}
