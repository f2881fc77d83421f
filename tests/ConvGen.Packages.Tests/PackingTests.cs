using System.Text.Json;
using System.Xml.Linq;

namespace ConvGen.Packages.Tests;

/// <summary>How packages are made from the sources.</summary>
[Collection(PackedOnce.Name)]
[Trait("Category", "Slow")]
public sealed class PackingTests
{
    private static string Repository => Path.GetDirectoryName(PackedFiles.Sources)!;

    [Fact]
    public void A_version_suffix_reaches_the_package_and_the_project_that_the_template_makes()
    {
        using PackedFiles packed = new(["ConvGen.Templates"], "local.7");
        string version = $"{PackedFiles.Version}-local.7";
        Assert.Equal(
            [$"ConvGen.Templates.{version}.nupkg"], Directory.GetFiles(packed.Folder).Select(file => Path.GetFileName(file)));
        Assert.Contains(
            $"""<PackageReference Include="ConvGen" Version="{version}" />""",
            packed.Read("ConvGen.Templates", "content/convgen/ShapeNetwork.csproj"),
            StringComparison.Ordinal);
    }

    /// <summary>So that packing builds no program, test or benchmark.</summary>
    [Fact]
    public void The_filter_for_packing_lists_the_packages_and_the_generators_in_them()
    {
        using var filter = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository, "Packages.slnf")));
        string[] listed =
        [
            .. filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
                .Select(project => project.GetString()!.Replace('\\', '/')),
        ];
        string[] packable =
        [
            .. Directory.GetFiles(PackedFiles.Sources, "*.csproj", SearchOption.AllDirectories)
                .Where(project => XDocument.Load(project).Descendants("IsPackable").Any(element => element.Value == "true"))
                .Select(project => Path.GetRelativePath(Repository, project).Replace('\\', '/')),
        ];
        Assert.Equal(6, packable.Length);
        Assert.Equal(
            packable.Append("generators/ConvGen.CodeFixes/ConvGen.CodeFixes.csproj")
                .Append("generators/ConvGen.Generators/ConvGen.Generators.csproj").Order(StringComparer.Ordinal),
            listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("AotServer")]
    [InlineData("DigitsWeb")]
    public void A_sample_server_is_not_packed_and_causes_no_warning(string sample)
    {
        string output = DotnetCommand.Run(
            Path.Combine(Repository, "samples", sample), packages: null, "msbuild", "-t:Pack", "-p:NoBuild=true", "-v:minimal");
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
    }
}
