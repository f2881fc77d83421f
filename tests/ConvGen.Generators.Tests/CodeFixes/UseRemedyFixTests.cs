using ConvGen.CodeFixes;

namespace ConvGen.Generators.Tests.CodeFixes;

/// <summary>CVG011, CVG012, CVG030, CVG031, CVG035 and CVG036: replaces an argument by a valid number.</summary>
public sealed class UseRemedyFixTests
{
    [Theory]
    [InlineData("Conv(2, {5}, Pad = 1)", "3")]
    [InlineData("Conv(2, kernel: {5} /* large */, Dilation = 1)", "1")]
    [InlineData("Conv(2, {7}, 1)", "2")]
    [InlineData("Conv(2, 1, {7})", "1")]
    [InlineData("Conv(2, {3}, Same = false)", "1")]
    [InlineData("DepthwiseConv({3}, PadTop = 2, PadRight = 4, Dilation = 2)", "2")]
    [InlineData("L2Pool({2 + 1})", "1")]
    [InlineData("AveragePool({3}, 1)", "2")]
    [InlineData("Conv({0}, 1)", "1")]
    [InlineData("Conv(1, 1, Pad = {-1})", "0")]
    [InlineData("L2Pool(1, Pad = {1})", "0")]
    [InlineData("Conv(8, 1, Groups = {3})", "2")]
    [InlineData("Conv({6}, 1, Groups = 4)", "8")]
    public void The_argument_is_replaced_by_a_valid_number(string layer, string number)
    {
        string source = $"[Network(4, 2, 1)] [{layer}] // layer\n[Dense(3)] partial class Net;";
        int start = source.IndexOf('{', StringComparison.Ordinal);
        int end = source.IndexOf('}', StringComparison.Ordinal);
        using FixProject project = new(
            new UseRemedyFix(), source.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
        Assert.Equal([$"Use {number} instead"], project.Titles);
        string after = source[..start] + number + source[(end + 1)..];
        Assert.Equal([after], project.Apply($"Use {number} instead"));
    }

    [Fact]
    public void A_size_beyond_the_limit_becomes_the_limit()
    {
        using FixProject project = new(new UseRemedyFix(), "[Network(1)] [Dense(int.MaxValue)] partial class Net;");
        Assert.Equal(["[Network(1)] [Dense(16777216)] partial class Net;"], project.Apply("Use 16777216 instead"));
    }

    [Fact]
    public void All_kernels_of_a_project_shrink_at_once()
    {
        using FixProject project = new(
            new UseRemedyFix(),
            "[Network(1, 4, 4)] [Conv(2, 5), Dense(2)] partial class A;\n[Network(1, 3, 2)] [Conv(2, 5, 2), Dense(2)] partial class B;",
            "[Network(1, 9, 9)] [MaxPool(10)] partial class C;");
        Assert.Equal(
            [
                "[Network(1, 4, 4)] [Conv(2, 4), Dense(2)] partial class A;\n[Network(1, 3, 2)] [Conv(2, 3, 2), Dense(2)] partial class B;",
                "[Network(1, 9, 9)] [MaxPool(9)] partial class C;",
            ],
            project.ApplyToAll("Use 4 instead"));
    }

    [Theory]
    [InlineData("Dense(2, Bias = true), Conv(1, 1)")]
    [InlineData("Dense(2, Name = \"1\")")]
    public void No_fix_is_offered_if_no_number_is_valid(string layers)
    {
        // If a network has both mistakes, a fix is offered only for the one that a number corrects.
        using FixProject project = new(
            new UseRemedyFix(), $"[Network(8)] [Dense(0)] partial class A; [Network(8)] [{layers}] partial class B;");
        Assert.Equal(["Use 1 instead"], project.Titles);
    }
}
