using System.Collections.Immutable;
using System.Globalization;
using ConvGen.Generators.Frontend.Reading;
using ConvGen.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConvGen.Generators.Tests.Rendering;

/// <summary>Tests properties of all generated files.</summary>
public sealed class EmittedTextTests
{
    private const string Network =
        """
        namespace Some.Where;

        partial class Outer
        {
            [Network(2, 9, 9, Init = Init.Glorot)]
            [Conv(3, 3, PadLeft = 1, StrideX = 2), ReLU, MaxPool(2, CeilMode = true)]
            [Conv(9, 2, Same = true, Bias = false, Name = "Second"), Tanh]
            [Dense(11), Sigmoid]
            [Dense(5), SoftmaxCrossEntropy]
            internal sealed partial class Net;
        }
        """;

    [Fact]
    public void Every_file_is_valid_CSharp_without_warnings() => Assert.All(FilesOfNetwork(), file =>
        Assert.Empty(Compile.Parse(file.Value, file.Key).GetDiagnostics()));

    [Fact]
    public void Every_file_is_named_after_its_class_and_has_LF_line_ends() => Assert.All(FilesOfNetwork(), file =>
    {
        Assert.StartsWith("Some.Where.Outer.Net/", file.Key, StringComparison.Ordinal);
        Assert.EndsWith(".g.cs", file.Key, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', file.Value);
        Assert.DoesNotContain('\t', file.Value);
        Assert.EndsWith("\n", file.Value, StringComparison.Ordinal);
        Assert.All(file.Value.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
    });

    [Fact]
    public void Every_run_gives_the_same_text() => Assert.Equal(FilesOfNetwork(), FilesOfNetwork());

    [Fact]
    public void The_code_size_does_not_grow_with_the_number_of_groups()
    {
        int Characters(int groups) => Generate.Files(
            $"[Network({8 * groups}, 6, 6)] [Conv({8 * groups}, 3, Groups = {groups}), ReLU, MeanSquaredError] partial class Net;")
            .Sum(file => file.Value.Length);
        Assert.InRange(Characters(groups: 64), 0, 1.02 * Characters(groups: 2));
    }

    [Fact]
    public void The_line_ends_of_the_source_make_no_difference() =>
        Assert.Equal(FilesOfNetwork(), Generate.Files(Network.ReplaceLineEndings("\r\n")));

    [Fact]
    public void The_other_files_make_no_difference() => Assert.Equal(
        FilesOfNetwork(),
        Generate.Files("class Before;", Network, "class After;"));

    [Theory]
    [InlineData("−", ",", ".")]
    [InlineData("~", "٫", "’")]
    public void The_culture_makes_no_difference(string minus, string point, string group)
    {
        IReadOnlyDictionary<string, string> expected = FilesOfNetwork();
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NegativeSign = minus;
        culture.NumberFormat.NumberDecimalSeparator = point;
        culture.NumberFormat.NumberGroupSeparator = group;
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal($"{minus}1{point}5", $"{-1.5}");
            Assert.Equal(expected, FilesOfNetwork());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(NullableContextOptions.Enable)]
    [InlineData(NullableContextOptions.Disable)]
    public void It_compiles_without_warnings_if_the_user_declares_types_with_the_same_names(NullableContextOptions nullable)
    {
        CSharpCompilation compilation = Compile.Sources(
            Network,
            """
            namespace Some.Where
            {
                class System; class Math; class Vector256; class Unsafe; class ConvGen;
                partial class Outer { class Span; class MethodImpl; class Program; class Single; }
            }
            """);
        compilation = compilation.WithOptions(compilation.Options
            .WithNullableContextOptions(nullable).WithWarningLevel(9999).WithGeneralDiagnosticOption(ReportDiagnostic.Error));
        Generate.NewDriver().RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation withFiles, out _, CancellationToken.None);
        Assert.Empty(withFiles.GetDiagnostics().Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden));
    }

    [Fact]
    public void The_list_of_generated_members_is_complete()
    {
        Generate.NewDriver().RunGeneratorsAndUpdateCompilation(
            Compile.Sources("[Network(8)] [Dense(2), MeanSquaredError] partial class Net;"),
            out Compilation withFiles, out _, CancellationToken.None);
        INamedTypeSymbol type = withFiles.GetTypeByMetadataName("Net")!;
        ImmutableArray<ISymbol> members =
        [
            .. type.GetMembers().Where(member =>
                !member.IsImplicitlyDeclared
                && member is not IMethodSymbol { AssociatedSymbol: not null }
                && (member.Name == ".ctor" || !member.Name.Contains('.', StringComparison.Ordinal))),
        ];
        Assert.All(members, member => Assert.Equal(member.Name != "Dense1", Members.MeetsGenerated(member)));
        Assert.Equal(Members.GeneratedCount, members.Count(Members.MeetsGenerated));
    }

    [Theory]
    [InlineData("[Network(16384)] [Dense(16383), MeanSquaredError]")]
    [InlineData("[Network(1)] [Dense(16777216), Tanh, MeanSquaredError]")]
    [InlineData("[Network(16777216)] [Dense(8), SoftmaxCrossEntropy]")]
    [InlineData("[Network(8, 1900, 1900)] [Conv(8, 3, Pad = 1), ReLU, SigmoidCrossEntropy]")]
    [InlineData("[Network(1, 1, 16777216)] [MaxPool(1, 16777216, Stride = 16777216)] [Conv(3, 1), MeanSquaredError]")]
    [InlineData("[Network(1, 1, 1)] [Conv(1, 3001, Pad = 1500, Stride = 16777216), MeanSquaredError]")]
    public void The_largest_networks_do_not_overflow(string network)
    {
        IReadOnlyDictionary<string, string> files = Generate.Files($"{network} partial class Net;");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotMatch(@"-\d{7}", file.Value));
    }

    private static IReadOnlyDictionary<string, string> FilesOfNetwork()
    {
        IReadOnlyDictionary<string, string> files = Generate.Files(Network);
        Assert.True(files.Count > 5);
        return files;
    }
}
