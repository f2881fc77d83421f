using System.CommandLine;
using ConvGen.Generators.Tests.Harness;
using ConvGen.Generators.Tests.Pipeline;
using ConvGen.Tool;

namespace ConvGen.Generators.Tests.Tool;

/// <summary>Tests the output of <c>convgen explain</c>.</summary>
public sealed class ExplainTests : IDisposable
{
    private const string Small =
        """
        using ConvGen;

        namespace Shop;

        [Network(1, 12, 12)]
        [Conv(8, 3), MaxPool(2), ReLU]
        [Conv(16, 3, Same = true), Tanh]
        [MaxPool(3, Stride = 2)]
        [Dense(10), SoftmaxCrossEntropy]
        public sealed partial class SmallNet;
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-explain-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_small_network()
    {
        string text = Explain(Write("SmallNet.cs", Small));
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Snapshot.Verify(text, extension: "txt");
    }

    [Theory]
    [InlineData(
        "[Network(1, 28, 28)] [Conv(20, 5), MaxPool(2), ReLU]",
        "the filters need not fill a vector", "Winograd: it has fewer channels (1)")]
    [InlineData(
        "[Network(20, 12, 12)] [Conv(40, 5), MaxPool(2), ReLU]", "36 multiplications per tile, channel and filter, instead of 100",
        "after ReLU and a pooling of 2x2, about 12.5 % of the convolution's output gradients are not zero")]
    [InlineData(
        "[Network(8, 9, 9)] [Conv(8, 3)] [Conv(8, 3), Tanh]", "dw over every output", "dx dense",
        "Winograd: no transform has a kernel of 3x3 and tiles that divide the output")]
    [InlineData("[Network(8, 8, 8)] [Conv(16, 3, Groups = 2)]", "2 convolutions of the same shape")]
    [InlineData("[Network(8)] [Dense(4), GELU]", "the derivative of GELU cannot be computed from its output")]
    [InlineData("[Network(2, 8, 8)] [DepthwiseConv(3), ReLU, MaxPool(2)]", "a pooling can only be fused into a convolution")]
    public void Reasons_are_given_in_words(string layers, params string[] reasons)
    {
        string text = Explain(Write("Net.cs", $"using ConvGen; {layers} [Dense(2), SoftmaxCrossEntropy] partial class Net;"));
        string words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(reasons, reason => Assert.Contains(reason, words, StringComparison.Ordinal));
    }

    [Fact]
    public void Plans_for_512_bits_have_sixteen_lanes()
    {
        string text = Explain(Write("SmallNet.cs", Small), "--vector-bits", "512");
        Assert.Contains("vectors     16 floats in each of 32 registers", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_layer_is_explained_in_lines_that_fit()
    {
        string[] samples = [.. LayerFamilyTests.Samples];
        string source = "using ConvGen;\n" + string.Concat(samples.Select((sample, i) => $"namespace N{i} {{ {sample} }}\n"));
        string text = Explain(Write("All.cs", source));
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        Assert.All(Enumerable.Range(0, samples.Length), i => Assert.Contains($"N{i}.Net (", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_network_is_chosen_by_its_name_with_or_without_its_namespace()
    {
        string first = Write("SmallNet.cs", Small), second = Write("Other.cs", "[ConvGen.Network(4), ConvGen.ReLU] partial class Other;");
        Assert.Matches(@"^Shop\.SmallNet \([^\0]*\nOther \(", Explain(first, second));
        foreach (string name in (string[])["SmallNet", "Shop.SmallNet"])
        {
            Assert.DoesNotContain("Other (", Explain(first, second, "--network", name), StringComparison.Ordinal);
        }

        Assert.Equal(
            "--network: there is no network 'Net'. The files declare Shop.SmallNet, Other.\n", Refuse(first, second, "--network", "Net"));
    }

    [Fact]
    public void Constants_of_another_file_are_found_and_other_missing_names_are_ignored()
    {
        string network = Write("Net.cs", "using ConvGen; [Network(Sizes.Input)] [ReLU] partial class Net { Unknown field; }");
        string sizes = Write("Sizes.cs", "static class Sizes { public const int Input = 4; }");
        Assert.Contains("4 -> 4, without a loss", Explain(network, sizes), StringComparison.Ordinal);
        Assert.Equal(
            $"{network}(1,25): error CS0103: The name 'Sizes' does not exist in the current context\n", Refuse(network));
    }

    [Theory]
    [InlineData("[Network(1, 4, 4)]\n[Conv(8, 5)]\npartial class Net;", "(3,10): error CVG030: ")]
    [InlineData("[Network(8)]\n[Dnse(5)]\npartial class Net;", "(3,2): error CVG043: ")]
    [InlineData("[Network(8)]\n[Dense(5)]\nclass Net;", "(4,7): error CVG001: ")]
    [InlineData("[Network(8)\n[Dense(5)]\npartial class Net;", "(2,12): error CS1003: ")]
    public void A_broken_declaration_gives_its_errors_with_line_and_column(string declaration, string error)
    {
        string file = Write("Net.cs", "using ConvGen;\n" + declaration);
        Assert.Contains(file + error, Refuse(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_with_a_warning_is_explained()
    {
        string file = Write("Net.cs", "using ConvGen;\n[Network(8)] [Dense(5), Sigmoid, SigmoidCrossEntropy] partial class Net;");
        (int exitCode, string output, string errors) = Run(file);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("Net (", output, StringComparison.Ordinal);
        Assert.Contains(": warning CVG", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_network()
    {
        string file = Write("Empty.cs", "class Empty;");
        Assert.Equal($"{file}: no class has a [Network] attribute.\n", Refuse(file));
    }

    [Fact]
    public void A_missing_file() => Assert.Contains("missing.cs", Refuse(Path.Combine(_folder, "missing.cs")), StringComparison.Ordinal);

    private string Explain(params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run(arguments);
        Assert.Equal("", errors);
        Assert.Equal(0, exitCode);
        return output.Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    /// <summary>Runs a command that must fail, and returns its error message.</summary>
    private static string Refuse(params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run(arguments);
        Assert.Equal("", output);
        Assert.Equal(1, exitCode);
        return errors;
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        int exitCode = ConvGenCommand.Create().Parse(["explain", .. arguments])
            .Invoke(new InvocationConfiguration { Output = output, Error = errors });
        return (exitCode, output.ToString(), errors.ToString());
    }

    private string Write(string name, string source)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, source);
        return path;
    }
}
