namespace ConvGen.Packages.Tests;

/// <summary>Settings of projects and repositories that use the packages.</summary>
[Collection(PackedOnce.Name)]
[Trait("Category", "Slow")]
public sealed class ProjectSettingTests(PackedFiles packed)
{
    /// <summary>Other generators write into the same folder. A file of the user in that folder is kept.</summary>
    [Fact]
    public void Sources_emitted_into_the_project_are_compiled_once_however_often_it_is_built()
    {
        using ConsumerFolder consumer = new(packed);
        string project = consumer.NewFromTemplate("Shapes");
        consumer.Write("Shapes/Emitted/Own.cs", "internal static class Own;");
        consumer.Write(
            "Shapes/Uses.cs",
            """
            using System.Text.RegularExpressions;
            internal static partial class Uses
            {
                public static string Name => nameof(Own);
                [GeneratedRegex("a+")] public static partial Regex Pattern();
            }
            """);
        foreach (string folder in new[] { Path.Combine(project, "Emitted"), "." })
        {
            for (int build = 1; build <= 2; build++)
            {
                consumer.Write("Shapes/Changed.cs", $"// Build {build} of {folder}, so that the compiler runs.");
                string output = consumer.Dotnet(
                    project, "build", "-warnaserror", "-p:EmitCompilerGeneratedFiles=true", $"-p:CompilerGeneratedFilesOutputPath={folder}");
                Assert.Contains("0 Warning(s)", output, StringComparison.Ordinal);
            }

            string emitted = Path.Combine(project, folder);
            Assert.Single(Directory.GetFiles(emitted, "Network.g.cs", SearchOption.AllDirectories));
            Assert.Single(Directory.GetFiles(emitted, "RegexGenerator.g.cs", SearchOption.AllDirectories));
            Array.ForEach(
                Directory.GetDirectories(emitted, "*.Generator*"), generator => Directory.Delete(generator, recursive: true));
        }
    }

    [Fact]
    public void Networks_are_compiled_for_the_vector_widths_of_the_project()
    {
        using ConsumerFolder consumer = new(packed);
        string project = consumer.NewFromTemplate("Shapes");
        string emitted = Path.Combine(project, "Emitted");
        string[] emit = ["-p:EmitCompilerGeneratedFiles=true", "-p:CompilerGeneratedFilesOutputPath=Emitted"];
        consumer.Dotnet(project, ["build", "-warnaserror", .. emit]);
        Assert.Equal(["256", "512"], FoldersOfPrograms());

        Directory.Delete(emitted, recursive: true);
        consumer.Dotnet(project, ["build", "-warnaserror", "--no-restore", "-p:ConvGenVectorBits=512", .. emit]);
        Assert.Equal(["512"], FoldersOfPrograms());

        Assert.Contains(
            "ConvGenVectorBits is '256;1024', and vectors of 1024 bits do not exist. It can be 256, 512 or 256;512.",
            consumer.FailingDotnet(project, "build", "--no-restore", "-p:ConvGenVectorBits=256%3B1024"),
            StringComparison.Ordinal);

        IEnumerable<string> FoldersOfPrograms() => Directory.GetFiles(emitted, "Program.g.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!))
            .Order(StringComparer.Ordinal);
    }

    [Fact]
    public void A_new_project_builds_below_a_Directory_Packages_props()
    {
        using ConsumerFolder consumer = new(packed);
        consumer.Write(
            "Directory.Packages.props",
            """
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                <CentralPackageVersionOverrideEnabled>false</CentralPackageVersionOverrideEnabled>
              </PropertyGroup>
            </Project>
            """);
        string build = consumer.Dotnet(consumer.NewFromTemplate("Shapes"), "build", "-warnaserror");
        Assert.Contains("0 Warning(s)", build, StringComparison.Ordinal);
    }

    /// <summary>As stated in the READMEs of ConvGen.Csv and ConvGen.Images.</summary>
    [Fact]
    public void A_package_that_depends_on_ConvGen_includes_the_generator_and_its_settings()
    {
        string locals = DotnetCommand.Run(packed.Folder, packages: null, "nuget", "locals", "global-packages", "--list");
        string restored = locals[(locals.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        string library = Directory.GetDirectories(Path.Combine(restored, "csvhelper")).Order(StringComparer.Ordinal).Last();
        using ConsumerFolder consumer = new(packed, library);
        consumer.Write(
            "Flowers/Flowers.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
                <CompilerGeneratedFilesOutputPath>Emitted</CompilerGeneratedFilesOutputPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ConvGen.Csv" Version="{PackedFiles.Version}" />
              </ItemGroup>
            </Project>
            """);
        for (int build = 1; build <= 2; build++)
        {
            consumer.Write(
                "Flowers/Net.cs",
                $$"""
                [ConvGen.Network(4), ConvGen.Dense({{build}})]
                public partial class Net
                {
                    public static int Inputs => InputLength;
                }
                """);
            consumer.Dotnet(Path.Combine(consumer.Root, "Flowers"), "build");
        }
    }
}
