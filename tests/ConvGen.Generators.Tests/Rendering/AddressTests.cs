using System.Globalization;
using System.Text.RegularExpressions;
using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Rendering;

/// <summary>Tests that addresses in generated code consist of named constants and numbers of a few vectors.</summary>
public sealed partial class AddressTests
{
    /// <summary>Numbers up to this one are a few vectors, which a reader can count.</summary>
    private const int LargestBareNumber = 64;

    [Theory]
    [InlineData("1, 28, 28", "[Conv(20, 5), MaxPool(2), ReLU, Conv(40, 5), MaxPool(2), ReLU, Dense(100), ReLU, Dense(10)]")]
    [InlineData("1, 28, 28", "[Conv(6, 5, Pad = 2), ReLU, MaxPool(2), Conv(16, 5), ReLU, MaxPool(2), "
        + "Dense(120), ReLU, Dense(84), ReLU, Dense(10)]")]
    [InlineData("784", "[Dense(30), Sigmoid, Dense(10)]")]
    [InlineData("3, 32, 32", "[Conv(32, 3, Pad = 1), ReLU, Conv(32, 3, Pad = 1), ReLU, MaxPool(2), "
        + "Conv(64, 3, Pad = 1), ReLU, Conv(64, 3, Pad = 1), ReLU, MaxPool(2), Dense(256), ReLU, Dense(10)]")]
    public void Addresses_have_no_bare_numbers(string input, string layers)
    {
        IReadOnlyDictionary<string, string> files =
            Generate.Files($"using ConvGen; [Network({input})] {layers} [SoftmaxCrossEntropy] partial class Net;");
        Assert.All(files, file => Assert.Equal(0, CountBareNumbers(file.Value)));
    }

    /// <summary>Covers direct convolutions, with half vectors and dilated, pixel lanes, with half tiles, Winograd and groups.</summary>
    [Theory]
    [InlineData("1, 28, 28", "[Conv(20, 5), MaxPool(2), ReLU, Conv(40, 5), MaxPool(2), ReLU]")]
    [InlineData("3, 32, 32", "[Conv(32, 3, Pad = 1), ReLU, Conv(64, 3, Pad = 1), ReLU, MaxPool(2)]")]
    [InlineData("3, 40, 40", "[Conv(24, 7, Stride = 2, Pad = 3), ReLU, MaxPool(3, Stride = 2), Conv(20, 3), Sigmoid]")]
    [InlineData("16, 20, 20", "[Conv(36, 3, Dilation = 2, Pad = 2), ReLU, MaxPool(2), Conv(52, 5, Stride = 2), Tanh]")]
    [InlineData("4, 30, 31", "[Conv(12, 3, Dilation = 3), LeakyReLU, MaxPool(2, 3), Conv(8, 2), MaxPool(1, 2), Tanh]")]
    [InlineData("64, 16, 16", "[Conv(96, 3, Groups = 2, Pad = 1), ReLU, Conv(192, 3, Groups = 4), Tanh]")]
    [InlineData("2, 12, 46", "[Conv(9, 3), ReLU, Conv(6, 3), MaxPool(2), ReLU]")]
    public void Forward_passes_of_convolutions_have_no_bare_numbers_in_addresses(string input, string layers)
    {
        IReadOnlyDictionary<string, string> files = Generate.Files($"using ConvGen; [Network({input})] {layers} partial class Net;");
        KeyValuePair<string, string>[] forward = [.. files.Where(file => ForwardFile().IsMatch(file.Key))];
        Assert.NotEmpty(forward);
        Assert.All(forward, file => Assert.Equal(0, CountBareNumbers(file.Value)));
    }

    [Theory]
    [InlineData("1, 28, 28", "[Conv(20, 5), MaxPool(2), ReLU, Conv(40, 5), MaxPool(2), ReLU, Dense(10)]")]
    [InlineData("1, 28, 28", "[Conv(20, 5), MaxPool(2), Sigmoid, Conv(40, 5), MaxPool(2), Sigmoid, Dense(10)]")]
    [InlineData("3, 32, 32", "[Conv(16, 3, Dilation = 2), ReLU, Conv(32, 3, Dilation = 2), Tanh, Conv(24, 3, Stride = 2), ReLU, Dense(10)]")]
    [InlineData("64, 16, 16", "[Conv(64, 3, Pad = 1), MaxPool(2), ReLU, Conv(128, 3, Pad = 1), ReLU, Conv(128, 1), ELU, Dense(10)]")]
    [InlineData("24, 32, 32", "[DepthwiseConv(3, Pad = 1), ReLU, DepthwiseConv(5, Stride = 2), Sigmoid, DepthwiseConv(3, Dilation = 2), Dense(10)]")]
    public void Backward_passes_and_depthwise_convolutions_have_no_bare_numbers_in_addresses(string input, string layers)
    {
        IReadOnlyDictionary<string, string> files =
            Generate.Files($"using ConvGen; [Network({input})] {layers} [SoftmaxCrossEntropy] partial class Net;");
        Assert.All(
            files.Where(file => file.Key.Contains("Conv", StringComparison.Ordinal)
                && (file.Key.Contains("Backward", StringComparison.Ordinal) || file.Key.Contains("Depthwise", StringComparison.Ordinal))),
            file => Assert.Equal(0, CountBareNumbers(file.Value)));
    }

    [Theory]
    [InlineData("x = ref Unsafe.Add(ref x, 768);", 1)]
    [InlineData("Vector256.LoadUnsafe(ref x, 768)", 1)]
    [InlineData("sum.StoreUnsafe(ref y, 65);", 1)]
    [InlineData("ref Unsafe.Add(ref g, row * 768 + 96)", 2)]
    [InlineData("ref Unsafe.Add(ref x, 64)", 0)]
    [InlineData("ref Unsafe.Add(ref x, Row768)", 0)]
    public void The_check_sees_bare_numbers(string line, int count) => Assert.Equal(count, CountBareNumbers(line));

    private static int CountBareNumbers(string text) => Address().Matches(text)
        .SelectMany(address => Number().Matches(address.Groups["at"].Value))
        .Count(number => int.Parse(number.Value, CultureInfo.InvariantCulture) > LargestBareNumber);

    [GeneratedRegex(@"/(Conv\d+\.(Forward|Pack|Groups)|WinogradF\dx\d)\.g\.cs$")]
    private static partial Regex ForwardFile();

    [GeneratedRegex(@"(Unsafe\.Add|LoadUnsafe|StoreUnsafe)\(ref \w+, (?<at>[^,;()]+)\)")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<![\w.])\d+(?![\w.])")]
    private static partial Regex Number();
}
