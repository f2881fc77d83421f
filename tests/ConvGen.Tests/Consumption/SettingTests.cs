using ConvGen.Tests.Compilation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static ConvGen.Tests.Consumption.Consumer;

namespace ConvGen.Tests.Consumption;

/// <summary>Generated code is compiled with the options of users' projects.</summary>
[Trait("Category", "Slow")]
public sealed class SettingTests
{
    [Theory]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Warnings)]
    [InlineData(NullableContextOptions.Annotations)]
    [InlineData(NullableContextOptions.Enable)]
    public void Nullable_may_be_on_or_off(NullableContextOptions nullable) =>
        Compiles(Project(Declaration("Net")) with { Nullable = nullable });

    [Theory]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Default)]
    [InlineData(LanguageVersion.LatestMajor)]
    [InlineData(LanguageVersion.Latest)]
    [InlineData(LanguageVersion.Preview)]
    public void Language_versions_from_13_on_are_supported(LanguageVersion version) =>
        Compiles(Project(Declaration("Net")) with { LanguageVersion = version });

    [Theory]
    [InlineData(DocumentationMode.None)]
    [InlineData(DocumentationMode.Parse)]
    [InlineData(DocumentationMode.Diagnose)]
    public void Everything_public_is_documented(DocumentationMode documentation) =>
        Compiles(Project(Declaration("Net")) with { Documentation = documentation });

    [Fact]
    public void Arithmetic_may_be_checked() => Compiles(Project(Declaration("Net")) with { CheckOverflow = true });

    [Fact]
    public void Unsafe_code_may_be_allowed() => Compiles(Project(Declaration("Net")) with { AllowUnsafe = true });

    [Fact]
    public void Debug_builds_are_supported() =>
        Compiles(Project(Declaration("Net")) with { Optimization = OptimizationLevel.Debug });

    [Theory]
    [InlineData(OutputKind.ConsoleApplication)]
    [InlineData(OutputKind.WindowsApplication)]
    public void A_program_may_have_top_level_statements(OutputKind output) =>
        Compiles(Project(
            "var network = new Net(1);\nfloat[] outputs = new float[Net.OutputLength];\n" +
            "network.Predict(new float[Net.InputLength], outputs);\n",
            Declaration("Net")) with
        { Output = output });

    /// <summary>Combines settings, including the strictest with the oldest language version.</summary>
    [Theory]
    [InlineData(LanguageVersion.CSharp13, NullableContextOptions.Disable, DocumentationMode.Diagnose, true)]
    [InlineData(LanguageVersion.CSharp13, NullableContextOptions.Enable, DocumentationMode.Diagnose, true)]
    [InlineData(LanguageVersion.CSharp13, NullableContextOptions.Enable, DocumentationMode.None, false)]
    [InlineData(LanguageVersion.Preview, NullableContextOptions.Enable, DocumentationMode.Diagnose, true)]
    [InlineData(LanguageVersion.Preview, NullableContextOptions.Disable, DocumentationMode.None, true)]
    public void Settings_may_be_combined(
        LanguageVersion version, NullableContextOptions nullable, DocumentationMode documentation, bool checkOverflow) =>
        Compiles(Project(Declaration("Net")) with
        {
            LanguageVersion = version,
            Nullable = nullable,
            Documentation = documentation,
            CheckOverflow = checkOverflow,
            Optimization = OptimizationLevel.Debug,
        });

    [Theory]
    [InlineData("#nullable disable")]
    [InlineData("#nullable enable annotations")]
    [InlineData("#pragma warning disable")]
    [InlineData("#line hidden")]
    [InlineData("#line 1 \"Elsewhere.txt\"")]
    [InlineData("#define DEBUG\n#if DEBUG\n#endif")]
    public void Directives_may_precede_a_network(string directive) =>
        Compiles(new UserProject
        {
            Name = "UserProject",
            Sources = [$"{directive}\nusing Layers = ConvGen;\n{Declaration("Net")}"],
        });

    [Fact]
    public void Thirty_networks_may_be_in_one_file() =>
        Compiles(Project(
            $"namespace Acme\n{{\n{Lines(Enumerable.Range(1, 15).Select(i => Declaration($"Net{i}")))}\n}}\n" +
            $"namespace Acme.More\n{{\n{Lines(Enumerable.Range(1, 15).Select(i => Declaration($"Net{i}")))}\n}}\n"));
}
