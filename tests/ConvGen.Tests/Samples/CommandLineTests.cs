using System.Diagnostics;
using System.Runtime.CompilerServices;
using ConvGen.Tests.Behaviour;

namespace ConvGen.Tests.Samples;

/// <summary>Messages of the tool and the samples on the command line.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-commands-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_usage_of_the_tool_states_the_name_of_its_command()
    {
        foreach (string[] arguments in (string[][])[["--help"], ["import", "--help"], ["explain", "--help"]])
        {
            (int exitCode, string output, _) = Run("src/ConvGen.Tool", "ConvGen.Tool", arguments);
            Assert.Equal(0, exitCode);
            Assert.Matches(@"Usage:\s+convgen ", output);
            Assert.DoesNotContain("ConvGen.Tool", output, StringComparison.Ordinal);
        }

        (int code, string version, _) = Run("src/ConvGen.Tool", "ConvGen.Tool", "--version");
        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+", version);
    }

    [Fact]
    public void The_tool_does_not_replace_a_read_only_file()
    {
        string model = Path.Combine(_folder, "saved.onnx"), declaration = Path.Combine(_folder, "Saved.cs");
        ConvGen.Onnx.OnnxExport.ExportOnnx(new Files.SavedNet(seed: 1), model);
        (int exitCode, _, string errors) = Run("src/ConvGen.Tool", "ConvGen.Tool", "import", model, "--output", _folder);
        Assert.True(exitCode == 0, errors);
        Assert.Contains("class Saved", File.ReadAllText(declaration), StringComparison.Ordinal);

        File.WriteAllText(declaration, "own");
        File.SetAttributes(declaration, FileAttributes.ReadOnly);
        (exitCode, _, errors) = Run("src/ConvGen.Tool", "ConvGen.Tool", "import", model, "--output", _folder);
        File.SetAttributes(declaration, FileAttributes.Normal);
        Assert.Equal(1, exitCode);
        Assert.Contains($"{declaration} is read-only", errors, StringComparison.Ordinal);
        Assert.Equal("own", File.ReadAllText(declaration));
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(2, "--threads")]
    [InlineData(2, "1", "2")]
    public void The_ahead_of_time_program_prints_its_usage(int expected, params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run("samples/Aot", "Aot", arguments);
        Assert.Equal(expected, exitCode);
        Assert.StartsWith("Usage: Aot [STAMP]", output + errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Chapter_6_without_MNIST_explains_how_to_specify_its_folder()
    {
        (int exitCode, string output, string errors) = Run("samples/Chapter6", "Chapter6", "run", "shallow", "--data", _folder);
        Assert.True(exitCode == 1, output + errors);
        Assert.Contains("--data DIR", errors, StringComparison.Ordinal);
        Assert.Contains("CONVGEN_MNIST", errors, StringComparison.Ordinal);
        Assert.Contains("train-images-idx3-ubyte", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/ConvGen/README.md")]
    public void The_pages_contain_instructions_for_FSharp_and_Visual_Basic(string page)
    {
        string text = File.ReadAllText(Path.Combine(Root(), page));
        Assert.Matches(@"F#[^|]*Visual Basic[^|]*C#\s+(class )?library", text);
    }

    /// <summary>Runs a program that was built with these tests, without MNIST and without network access.</summary>
    private (int ExitCode, string Output, string Errors) Run(string project, string program, params string[] arguments)
    {
        // The configuration and framework, from the end of tests/ConvGen.Tests/bin/Release/net10.0.
        string[] here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        string path = Path.Combine([Root(), project, "bin", .. here[^2..], program + ".dll"]);
        Assert.True(File.Exists(path), $"{path} is not there.");
        ProcessStartInfo start = ProbeProcess.Describe();
        start.ArgumentList[0] = path;
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment.Remove("CONVGEN_MNIST");
        foreach (string name in (string[])["HOME", "XDG_DATA_HOME", "LOCALAPPDATA"])
        {
            start.Environment[name] = _folder;
        }

        // A proxy address without a listener, so that a download fails at once.
        start.Environment["HTTPS_PROXY"] = start.Environment["https_proxy"] = "http://127.0.0.1:9";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    private static string Root([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
