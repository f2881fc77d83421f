using System.Xml.Linq;

namespace ConvGen.Packages.Tests;

/// <summary>The content of the packages, and their use in a project without other sources.</summary>
[Collection(PackedOnce.Name)]
[Trait("Category", "Slow")]
public sealed class PackageTests(PackedFiles packed)
{
    [Fact]
    public void ConvGen_holds_the_runtime_the_generator_and_the_code_fixes()
    {
        Assert.Equal(
            [
                "ConvGen.nuspec", "README.md",
                "analyzers/dotnet/cs/ConvGen.CodeFixes.dll", "analyzers/dotnet/cs/ConvGen.Generators.dll",
                "build/ConvGen.targets", "buildTransitive/ConvGen.targets",
                "lib/net10.0/ConvGen.dll", "lib/net10.0/ConvGen.xml",
            ],
            packed.FilesOf("ConvGen"));
        Assert.Contains("lib/net10.0/ConvGen.pdb", packed.FilesOf("ConvGen", "snupkg"));
    }

    [Fact]
    public void ConvGen_depends_on_nothing()
    {
        var description = XDocument.Parse(packed.Read("ConvGen", "ConvGen.nuspec"));
        Assert.DoesNotContain(description.Descendants(), element => element.Name.LocalName == "dependency");
        Assert.Equal("MIT", description.Descendants().Single(element => element.Name.LocalName == "license").Value);
    }

    /// <summary>Uses an empty folder with the packed files as the only source of packages, and an empty package cache.</summary>
    [Fact]
    public void A_new_project_builds_without_a_warning_trains_and_predicts()
    {
        using ConsumerFolder consumer = new(packed);
        string project = consumer.NewFromTemplate("my-first.net");
        Assert.True(File.Exists(Path.Combine(project, "my-first.net.csproj")));
        string build = consumer.Dotnet(project, "build", "-warnaserror");
        Assert.Contains("0 Warning(s)", build, StringComparison.Ordinal);
        string output = consumer.Dotnet(project, "run", "--no-build");
        Assert.Contains("epoch 5", output, StringComparison.Ordinal);
        Assert.Contains("prediction: ", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project, "network.safetensors")));
    }

    [Theory]
    [InlineData("ConvGen.Onnx", "Google.Protobuf")]
    [InlineData("ConvGen.Csv", "CsvHelper")]
    [InlineData("ConvGen.Images", "SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies")]
    public void Another_package_depends_on_ConvGen_and_its_own_libraries(string package, params string[] libraries)
    {
        Assert.Equal(
            [$"{package}.nuspec", "README.md", $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml"], packed.FilesOf(package));
        Assert.Contains($"lib/net10.0/{package}.pdb", packed.FilesOf(package, "snupkg"));
        var description = XDocument.Parse(packed.Read(package, $"{package}.nuspec"));
        Assert.Equal(
            ["ConvGen", .. libraries],
            description.Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(element => element.Attribute("id")!.Value)
                .Order(StringComparer.Ordinal));
        string page = packed.Read(package, "README.md");
        Assert.All(libraries, library => Assert.Contains($"| {library} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_tool_imports_a_model_and_explains_it()
    {
        // Four values and a ReLU.
        const string Model =
            "CAk6WAobCgVpbnB1dBIGb3V0cHV0GgRyZWx1IgRSZWx1EgR0aW55WhgKBWlucHV0Eg8KDQgBEgkKAxIBTgoCCARiGQoGb3V0cHV0Eg8KDQgBEgkKAxIBTgoCCARCAhAU";
        string root = Directory.CreateTempSubdirectory("convgen-tool-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(root, "my tiny-model.onnx"), Convert.FromBase64String(Model));
            DotnetCommand.Run(
                root, Path.Combine(root, "packages"), "tool", "install", "ConvGen.Tool", "--version", PackedFiles.Version, "--source",
                packed.Folder, "--tool-path", Path.Combine(root, "tools"));
            string program = Directory.EnumerateFiles(root, "ConvGen.Tool.dll", SearchOption.AllDirectories).First();
            string output = DotnetCommand.Run(root, packages: null, program, "import", "my tiny-model.onnx", "--namespace", "Shop");
            Assert.Contains("MyTinyModel.cs", output, StringComparison.Ordinal);
            Assert.Contains("[Network(4)]\n[ReLU]", File.ReadAllText(Path.Combine(root, "MyTinyModel.cs")), StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(root, "MyTinyModel.safetensors")));
            Assert.Contains(
                "Shop.MyTinyModel (MyTinyModel.cs, line ", DotnetCommand.Run(root, packages: null, program, "explain", "MyTinyModel.cs"),
                StringComparison.Ordinal);
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
