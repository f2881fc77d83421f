using ConvGen.CodeFixes;

namespace ConvGen.Generators.Tests.CodeFixes;

/// <summary>CVG014 and CVG030: adds or removes <c>Same = true</c> or explicit padding.</summary>
public sealed class SamePaddingFixTests
{
    private const string KeepSame = "Remove the padding, keep Same = true";
    private const string KeepPadding = "Remove Same = true, keep the padding";
    private const string Pad = "Pad with Same = true";

    [Theory]
    [InlineData("Conv(2, 3, Pad = 1, Same = true)", "Conv(2, 3, Same = true)", "Conv(2, 3, Pad = 1)")]
    [InlineData("Conv(2, 3, Same = true, Pad = 1)", "Conv(2, 3, Same = true)", "Conv(2, 3, Pad = 1)")]
    [InlineData(
        "Conv(2, 3, PadTop = 1, PadLeft = 1, Same = true, PadRight = 1, Bias = false)",
        "Conv(2, 3, Same = true, Bias = false)",
        "Conv(2, 3, PadTop = 1, PadLeft = 1, PadRight = 1, Bias = false)")]
    [InlineData(
        "Conv(2, 3, /* a row */ PadTop = 1, // and\n Same = true)",
        "Conv(2, 3 /* a row */  // and\n Same = true)",
        "Conv(2, 3, /* a row */ PadTop = 1 // and\n )")]
    public void One_of_the_two_is_kept(string before, string same, string padding)
    {
        using FixProject project = new(new SamePaddingFix(), Source(before));
        Assert.Equal([KeepSame, KeepPadding], project.Titles);
        Assert.Equal([Source(padding)], project.Apply(KeepPadding));
        if (!before.Contains("//", StringComparison.Ordinal))
        {
            Assert.Equal([Source(same)], project.Apply(KeepSame));
        }
    }

    [Fact]
    public void Fix_all_makes_the_same_choice_everywhere()
    {
        using FixProject project = new(
            new SamePaddingFix(), Source("Conv(2, 3, Pad = 1, Same = true), DepthwiseConv(3, PadLeft = 0, Same = true)"));
        Assert.Equal([Source("Conv(2, 3, Same = true), DepthwiseConv(3, Same = true)")], project.ApplyToAll(KeepSame));
    }

    [Theory]
    [InlineData("Conv(2, 10)", "Conv(2, 10, Same = true)")]
    [InlineData("GlobalMaxPool, Conv1D(2, 10)", "GlobalMaxPool, Conv1D(2, 10, Same = true)")]
    [InlineData("DepthwiseConv(9, 10, Bias = false)", "DepthwiseConv(9, 10, Bias = false, Same = true)")]
    public void A_convolution_that_does_not_fit_is_padded(string before, string after)
    {
        using FixProject project = new(new SamePaddingFix(), Source(before));
        Assert.Equal([Pad], project.Titles);
        Assert.Equal([Source(after)], project.Apply(Pad));
    }

    [Theory]
    [InlineData("MaxPool(10)")]
    [InlineData("Conv(2, 13, Pad = 1)")]
    [InlineData("Conv(2, 10, Same = false)")]
    public void Other_windows_that_do_not_fit_are_not_padded(string layer)
    {
        using FixProject project = new(new SamePaddingFix(), Source(layer));
        Assert.Empty(project.Titles);
    }

    private static string Source(string layers) => $"[Network(1, 9, 9)]\n[{layers}]\n[Dense(2)]\npartial class Net;\n";
}
