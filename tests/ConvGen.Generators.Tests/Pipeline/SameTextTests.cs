using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Pipeline;

/// <summary>The same declarations give the same text, byte for byte, in every environment.</summary>
public sealed class SameTextTests
{
    /// <summary>Networks whose code contains all kinds of numbers: large ones, fractions, negative offsets of padding, the scale of a
    /// dropout.</summary>
    private static readonly string[] Sources =
    [
        """
        namespace Acme;

        /// <summary>Images.</summary>
        [Network(1, 28, 28, Init = Init.Glorot)]
        [Conv(20, 5, Pad = 2), MaxPool(2), LeakyReLU(0.015625)]
        [Conv(24, 3, Dilation = 2, Groups = 4), AveragePool(3, Stride = 2, Pad = 1), GELU]
        [Dropout(0.3), Dense(1200), ELU]
        [Dense(10), SoftmaxCrossEntropy]
        public sealed partial class Images
        {
            public int Own => 1;
        }
        """,
        """
        partial class Outer
        {
            [Network(1024)] [Dense(30, Name = "Größe"), Sigmoid]
            [Dense(4), CrossEntropyCost] partial record Vectors;
        }
        """,
        """
        [Network(16, 18, 18)] [Conv(16, 3, Same = true), ReLU, L2Pool(2), DepthwiseConv(3)] [Dense(1), MeanSquaredError]
        partial class Winograd;
        """,
    ];

    private static readonly string Hash = HashOf(Sources);

    [Fact]
    public void The_text_is_the_same_in_every_run()
    {
        int runs = Campaign.Count(usual: 20, campaign: 200);
        Assert.All(Enumerable.Range(0, runs), _ => Assert.Equal(Hash, HashOf(Sources)));
        Campaign.Report("Generated text", $"one hash over {runs} runs, six cultures, six orders of the files, three line ends");
    }

    /// <summary>Created by hand, because the tests run in invariant-globalization mode.</summary>
    [Theory]
    [InlineData("-", ".", ",", 3)]
    [InlineData("\u2212", ",", "\u00A0", 3)]
    [InlineData("-", ",", ".", 3)]
    [InlineData("\u200E-", "\u066B", "\u066C", 3)]
    [InlineData("-", ".", "\u2019", 4)]
    [InlineData("minus ", "point", " ", 2)]
    public void The_text_is_the_same_in_every_culture(string minus, string point, string thousands, int groups)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo beforeUI = CultureInfo.CurrentUICulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = minus;
        culture.NumberFormat.NumberDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = thousands;
        culture.NumberFormat.NumberGroupSizes = [groups];
        culture.NumberFormat.PositiveInfinitySymbol = "much";
        culture.NumberFormat.PercentDecimalSeparator = point;
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
            Assert.Equal($"{minus}1{point}5", $"{-1.5}");
            Assert.Equal(Hash, HashOf(Sources));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUI);
        }
    }

    [Fact]
    public void The_text_is_the_same_for_every_order_of_files()
    {
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        Assert.All(orders, order => Assert.Equal(Hash, HashOf([.. order.Select(index => Sources[index])])));
        Assert.Equal(Hash, HashOf([string.Join("\n", Sources.Skip(1)), Sources[0]]));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void The_text_is_the_same_for_every_line_end(string lineEnd)
    {
        Assert.Equal(Hash, HashOf([.. Sources.Select(source => source.ReplaceLineEndings(lineEnd))]));
        Assert.DoesNotContain(Generate.Files(Sources).Values, text => text.Contains('\r', StringComparison.Ordinal));
    }

    [Fact]
    public void Another_declaration_gives_another_hash() => Assert.NotEqual(
        Hash, HashOf([.. Sources.Select(source => source.Replace("0.015625", "0.0156251", StringComparison.Ordinal))]));

    private static string HashOf(string[] sources)
    {
        CSharpCompilation compilation = Compile.Sources(sources);
        IReadOnlyDictionary<string, string> files = Generate.FilesOf(Generate.NewDriver().RunGenerators(compilation));
        Assert.Equal(3, files.Keys.Select(hint => hint[..hint.IndexOf('/', StringComparison.Ordinal)]).Distinct().Count());
        StringBuilder all = new();
        foreach (KeyValuePair<string, string> file in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            all.Append(file.Key).Append('\0').Append(file.Value).Append('\0');
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }
}
