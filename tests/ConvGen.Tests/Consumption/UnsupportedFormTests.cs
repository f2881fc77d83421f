using ConvGen.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using static ConvGen.Tests.Consumption.Consumer;

namespace ConvGen.Tests.Consumption;

/// <summary>Unsupported forms of networks are reported, and nothing is generated that could have errors.</summary>
public sealed class UnsupportedFormTests
{
    [Theory]
    [InlineData("public sealed partial class Net<T>;", "CVG003")]
    [InlineData("public partial struct Net;", "CVG003")]
    [InlineData("public partial record struct Net;", "CVG003")]
    [InlineData("public partial interface INet;", "CVG003")]
    [InlineData("public static partial class Net;", "CVG003")]
    [InlineData("public abstract partial class Net;", "CVG003")]
    [InlineData("file partial class Net;", "CVG003")]
    [InlineData("public partial class Net(int x) { int X => x; }", "CVG003")]
    [InlineData("public sealed class Net;", "CVG001")]
    [InlineData("public sealed partial class Summary;", "CVG008")]
    public void Unsupported_forms_are_reported(string form, string id) => AssertDiagnosed($"{Attributes}\n{form}", [id]);

    [Fact]
    public void Names_that_differ_only_in_case_are_reported() =>
        AssertDiagnosed($"{Declaration("Net")}\n{Declaration("NET")}", ["CVG008", "CVG008"]);

    [Theory]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    public void Older_versions_of_the_language_are_reported(LanguageVersion version) =>
        AssertDiagnosed(Declaration("Net").Replace(";", "{ }", StringComparison.Ordinal), ["CVG009"], version);

    private static void AssertDiagnosed(string source, string[] ids, LanguageVersion version = LanguageVersion.CSharp14)
    {
        CSharpCompilation complete = (Project(source) with { LanguageVersion = version }).Generate();
        Assert.Single(complete.SyntaxTrees);
        Assert.Equal(
            ids,
            complete.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
                .Select(diagnostic => diagnostic.Id));
    }
}
