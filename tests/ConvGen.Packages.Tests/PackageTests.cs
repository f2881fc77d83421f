using System.Xml.Linq;

namespace ConvGen.Packages.Tests;

/// <summary>What is in the packages, and what they do for somebody who has nothing else.</summary>
public sealed class PackageTests(PackedFiles packed) : IClassFixture<PackedFiles>
{
    [Fact]
    public void ConvGen_holds_the_runtime_the_generator_and_the_code_fixes()
    {
        Assert.Equal(
            [
                "ConvGen.nuspec", "README.md",
                "analyzers/dotnet/cs/ConvGen.CodeFixes.dll", "analyzers/dotnet/cs/ConvGen.Generators.dll",
                "lib/net10.0/ConvGen.dll", "lib/net10.0/ConvGen.xml",
            ],
            packed.FilesOf("ConvGen"));
        Assert.Contains("lib/net10.0/ConvGen.pdb", packed.FilesOf("ConvGen", "snupkg"));
    }

    [Fact]
    public void ConvGen_depends_on_nothing()
    {
        XDocument description = XDocument.Parse(packed.Read("ConvGen", "ConvGen.nuspec"));
        Assert.DoesNotContain(description.Descendants(), element => element.Name.LocalName == "dependency");
        Assert.Equal("MIT", description.Descendants().Single(element => element.Name.LocalName == "license").Value);
    }

    /// <summary>An empty folder, the packed files as the only source of packages, and no restored package from before.</summary>
    [Fact]
    public void A_new_project_builds_without_a_warning_trains_and_predicts()
    {
        string root = Directory.CreateTempSubdirectory("convgen-consumer-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(root, "nuget.config"), $"""
                <configuration>
                  <packageSources>
                    <clear />
                    <add key="packed" value="{packed.Folder}" />
                  </packageSources>
                </configuration>
                """);
            string packages = Path.Combine(root, "packages"), hive = Path.Combine(root, "hive");
            DotnetCommand.Run(
                root, packages, "new", "install", packed.PathOf("ConvGen.Templates", "nupkg"), "--debug:custom-hive", hive);
            DotnetCommand.Run(root, packages, "new", "convgen", "-o", "my-first.net", "--debug:custom-hive", hive);

            string project = Path.Combine(root, "my-first.net");
            Assert.True(File.Exists(Path.Combine(project, "my-first.net.csproj")));
            string build = DotnetCommand.Run(project, packages, "build", "-warnaserror");
            Assert.Contains("0 Warning(s)", build, StringComparison.Ordinal);
            string output = DotnetCommand.Run(project, packages, "run", "--no-build");
            Assert.Contains("epoch 5", output, StringComparison.Ordinal);
            Assert.Contains("says the network", output, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(project, "network.safetensors")));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void The_template_refers_to_the_package_of_its_own_version() => Assert.Contains(
        $"""<PackageReference Include="ConvGen" Version="{PackedFiles.Version}" />""",
        packed.Read("ConvGen.Templates", "content/convgen/ShapeNetwork.csproj"),
        StringComparison.Ordinal);
}
