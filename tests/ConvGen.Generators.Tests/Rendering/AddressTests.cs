using System.Globalization;
using System.Text.RegularExpressions;
using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Rendering;

/// <summary>Tests that addresses in generated code consist of named constants.</summary>
public sealed partial class AddressTests
{
    /// <summary>Smaller numbers are a few vectors, which a reader can count.</summary>
    private const int LargestBareNumber = 64;

    [Theory]
    [InlineData("1, 28, 28", "[Conv(20, 5), MaxPool(2), ReLU, Conv(40, 5), MaxPool(2), ReLU, Dense(100), ReLU, Dense(10)]", 95)]
    [InlineData("1, 28, 28", "[Conv(6, 5, Pad = 2), ReLU, MaxPool(2), Conv(16, 5), ReLU, MaxPool(2), "
        + "Dense(120), ReLU, Dense(84), ReLU, Dense(10)]", 47)]
    [InlineData("784", "[Dense(30), Sigmoid, Dense(10)]", 0)]
    [InlineData("3, 32, 32", "[Conv(32, 3, Pad = 1), ReLU, Conv(32, 3, Pad = 1), ReLU, MaxPool(2), "
        + "Conv(64, 3, Pad = 1), ReLU, Conv(64, 3, Pad = 1), ReLU, MaxPool(2), Dense(256), ReLU, Dense(10)]", 186)]
    public void Bare_numbers_in_addresses_are_at_most(string input, string layers, int most)
    {
        IReadOnlyDictionary<string, string> files =
            Generate.Files($"using ConvGen; [Network({input})] {layers} [SoftmaxCrossEntropy] partial class Net;");
        Assert.InRange(files.Values.Sum(CountBareNumbers), 0, most);
        Assert.Equal(0, CountBareNumbers(files["Net/Passes.g.cs"]));
    }

    [Theory]
    [InlineData("1, 28, 28", "[Conv(20, 5), MaxPool(2), ReLU, Conv(40, 5), MaxPool(2), ReLU, Dense(10)]")]
    [InlineData("1, 28, 28", "[Conv(20, 5), MaxPool(2), Sigmoid, Conv(40, 5), MaxPool(2), Sigmoid, Dense(10)]")]
    [InlineData("3, 32, 32", "[Conv(16, 3, Dilation = 2), ReLU, Conv(32, 3, Dilation = 2), Tanh, Conv(24, 3, Stride = 2), ReLU, Dense(10)]")]
    [InlineData("64, 16, 16", "[Conv(64, 3, Pad = 1), MaxPool(2), ReLU, Conv(128, 3, Pad = 1), ReLU, Conv(128, 1), ELU, Dense(10)]")]
    [InlineData("24, 32, 32", "[DepthwiseConv(3, Pad = 1), ReLU, DepthwiseConv(5, Stride = 2), Sigmoid, DepthwiseConv(3, Dilation = 2), Dense(10)]")]
    public void Backward_and_depthwise_convolutions_have_no_bare_number(string input, string layers)
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

    [GeneratedRegex(@"(Unsafe\.Add|LoadUnsafe|StoreUnsafe)\(ref \w+, (?<at>[^,;()]+)\)")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<![\w.])\d+(?![\w.])")]
    private static partial Regex Number();
}
