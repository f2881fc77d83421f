using System.Globalization;

namespace ConvGen.Tests.Runtime;

public sealed class NetworkSummaryTests
{
    private static readonly NetworkSummary Summary = new(
        "BookNet",
        [1, 28, 28],
        [
            new("Conv1", "conv 5x5", [20, 24, 24], 520, 288_000),
            new("MaxPool1", "max pool 2x2", [20, 12, 12], 0, 0),
            new("Dense1", "dense", [10], 28_810, 28_800),
        ]);

    [Fact]
    public void The_table_is_aligned_and_ends_with_the_totals()
    {
        const string Expected = """
            BookNet
            layer     kind          output    parameters  multiply-adds
            -----------------------------------------------------------
            Input                   1x28x28
            Conv1     conv 5x5      20x24x24         520        288,000
            MaxPool1  max pool 2x2  20x12x12           0              0
            Dense1    dense         10            28,810         28,800
            -----------------------------------------------------------
            Total                                 29,330        316,800
            """;
        Assert.Equal(Expected.ReplaceLineEndings("\n"), Summary.ToString());
    }

    [Fact]
    public void Totals_are_sums()
    {
        Assert.Equal(29_330, Summary.Parameters);
        Assert.Equal(316_800, Summary.MultiplyAdds);
        Assert.Equal("BookNet", Summary.Network);
        Assert.Equal([1, 28, 28], Summary.InputShape);
    }

    [Fact]
    public void The_culture_changes_nothing()
    {
        string expected = Summary.ToString();
        CultureInfo before = CultureInfo.CurrentCulture;
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NumberGroupSeparator = "'";
        try
        {
            CultureInfo.CurrentCulture = foreign;
            Assert.Equal(expected, Summary.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
