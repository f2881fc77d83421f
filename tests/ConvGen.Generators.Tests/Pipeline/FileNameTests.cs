using System.Text;
using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Pipeline;

/// <summary>Generated files can be written to disk, whatever the network and its layers are called.</summary>
public sealed class FileNameTests
{
    private static readonly string Long = new('N', 300);

    [Fact]
    public void Short_names_stay_as_they_are() => Assert.Contains(
        "Acme.Outer.Net/256/Größe.Forward.g.cs",
        Generate.Files("namespace Acme; partial class Outer { [Network(8)] [Dense(2, Name = \"Größe\")] partial class Net; }").Keys);

    [Theory]
    [InlineData('N', 300)]
    [InlineData('é', 150)]
    [InlineData('名', 100)]
    public void Names_of_any_length_fit_into_file_systems(char c, int length)
    {
        string name = new(c, length);
        string[] hints =
        [
            .. Generate.Files(
                $"namespace {name}.{name}; partial class {name} {{ [Network(1, 9, 9)] " +
                $"[Conv(2, 3, Name = \"{name}1\"), DepthwiseConv(3, Name = \"{name}2\"), Dense(2, Name = \"{name}3\")] " +
                "partial class Net; }").Keys,
        ];
        Assert.True(hints.Length > 8);
        Assert.Equal(hints.Length, hints.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(hints, hint =>
        {
            Assert.All(hint.Split('/'), part => Assert.True(Encoding.UTF8.GetByteCount(part) < 200, hint));
            Assert.True(hint.Length < 180, hint);
        });
    }

    [Fact]
    public void Long_names_that_differ_only_at_the_end_have_different_files()
    {
        string[] sources =
        [
            .. Enumerable.Range(1, 5).Select(i =>
                $"[Network(8)] [Dense(2, Name = \"{Long}A\"), Dense(2, Name = \"{Long}B\")] partial class {Long}{i};"),
        ];
        string[] hints = [.. Generate.Files(sources).Keys];
        Assert.Equal(5, hints.Select(hint => hint.Split('/')[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(5 * 2, hints.Count(hint => hint.EndsWith(".Forward.g.cs", StringComparison.Ordinal)));
        Assert.Equal(hints, Generate.Files(sources).Keys);
    }
}
