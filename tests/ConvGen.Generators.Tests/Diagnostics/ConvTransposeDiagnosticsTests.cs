using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>The arguments of transposed convolutions, and CVG039.</summary>
public sealed class ConvTransposeDiagnosticsTests
{
    [Theory]
    [InlineData("[Network(16, 1, 1)] [ConvTranspose(8, 4, Pad = {|CVG039:2|})]", "The padding of ConvTranspose1 removes 4 rows of its output, which has 4 without padding")]
    [InlineData("[Network(16, 2, 2)] [ConvTranspose(8, 2, Stride = 2, PadLeft = {|CVG039:1|}, PadRight = 3)]", "The padding of ConvTranspose1 removes 4 columns of its output, which has 4 without padding")]
    [InlineData("[Network(16, 2, 2)] [ConvTranspose(8, 3, Stride = 2, OutputPadding = {|CVG016:2|})]", "OutputPadding of [ConvTranspose] is 2; it must be below the stride, which is 2")]
    [InlineData("[Network(16, 2, 2)] [ConvTranspose(8, 3, OutputPadding = {|CVG016:1|})]", "OutputPadding of [ConvTranspose] is 1; it must be below the stride, which is 1")]
    [InlineData("[Network(16, 2, 2)] [ConvTranspose(8, 3, StrideX = 3, OutputPaddingX = {|CVG016:4|})]", "OutputPaddingX of [ConvTranspose] is 4; it must be below the stride, which is 3")]
    [InlineData("[Network(16, 2, 2)] [ConvTranspose(8, 3, OutputPaddingY = {|CVG011:-1|})]", "OutputPaddingY of [ConvTranspose] is -1; it must be at least 0")]
    [InlineData("[Network(16, 2, 2)] [ConvTranspose({|CVG011:0|}, 3)]", "filters of [ConvTranspose] is 0; it must be at least 1")]
    [InlineData("[Network(9)] [{|CVG032:ConvTranspose|}(8, 3)]", "ConvTranspose1 needs an image, but its input is a flat vector of 9 values from [Network(length)]")]
    [InlineData("[Network(16, 2, 2)] [ConvTranspose(8, 3, Stride = {|CVG017:2|}, StrideY = 2, StrideX = 1)]", "Stride of [ConvTranspose] has no effect, because StrideY and StrideX are given as well")]
    [InlineData("[Network(1, 3, 3)] [ConvTranspose(1, 3, Stride = {|CVG012:9000000|})]", "number of rows of the output of [ConvTranspose] is 18,000,003; it must be at most 16,777,216")]
    [InlineData("[Network(1, 1, 1)] [ConvTranspose(1, {|CVG012:16777216|}, Stride = 2, OutputPadding = 1)]", "number of rows of the output of [ConvTranspose] is 16,777,217; it must be at most 16,777,216")]
    [InlineData("[Network(1, 1, 1)] [{|CVG033:ConvTranspose|}(16777216, 16777216)]", "With the 16777216x16777216x16777216 output of ConvTranspose1, one sample takes 4,722,366,482,869,645,213,697 floats of memory; at most 134,217,728 are supported")]
    [InlineData("[Network(4, 300, 300)] [{|CVG033:ConvTranspose|}(8, 2, Stride = 20)]", "With the 8x5982x5982 output of ConvTranspose1, one sample takes 286,994,592 floats of memory; at most 134,217,728 are supported")]
    public void A_wrong_argument_is_reported(string source, string message) => Analyze.Expect($"{source} partial class Net;", message);

    [Theory]
    [InlineData("[Network(16, 1, 1)] [ConvTranspose(8, 4, PadTop = 3)]")]
    [InlineData("[Network(16, 1, 1)] [ConvTranspose(8, 2, Stride = 65536)]")]
    [InlineData("[Network(16, 2, 2)] [ConvTranspose(8, 3, Stride = 2, Pad = 1, OutputPadding = 1), ReLU]")]
    [InlineData("[Network(16, 2, 2)] [ConvTranspose(8, 1, 5, StrideY = 2, OutputPaddingY = 1, Bias = false), BatchNorm]")]
    public void Valid_arguments_are_not(string source) => Analyze.ExpectNothing($"{source} partial class Net;");
}
