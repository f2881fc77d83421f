using ConvGen.Generators.Tests.Harness;

namespace ConvGen.Generators.Tests.Diagnostics;

/// <summary>CVG09x, and the other diagnostics of layers that move values.</summary>
public sealed class RearrangementDiagnosticsTests
{
    [Theory]
    [InlineData("Pad(1, Mode = {|CVG090:(PadMode)7|})", "Mode = 7 is not a mode of [Pad]; use PadMode.Zeros, PadMode.Reflection, PadMode.Edge")]
    [InlineData(
        "Upsample(2, Mode = {|CVG090:(UpsampleMode)(-1)|})",
        "Mode = -1 is not a mode of [Upsample]; use UpsampleMode.Nearest, UpsampleMode.Bilinear, UpsampleMode.BilinearAlignCorners, " +
        "UpsampleMode.BilinearAsymmetric")]
    [InlineData("Slice(3, {|CVG091:4|})", "Slice1 takes 4 channels from channel 3, but its input has only 6")]
    [InlineData("Slice({|CVG091:6|}, 1)", "Slice1 takes 1 channel from channel 6, but its input has only 6")]
    [InlineData("Slice({|CVG011:-1|}, 1)", "first of [Slice] is -1; it must be at least 0")]
    [InlineData("Slice(0, {|CVG011:0|})", "count of [Slice] is 0; it must be at least 1")]
    [InlineData(
        "ChannelShuffle({|CVG035:4|})",
        "Groups = 4 of ChannelShuffle1 does not divide its 6 input channels; every group must have the same number of channels")]
    [InlineData(
        "PixelShuffle({|CVG092:2|})",
        "The 6 input channels of PixelShuffle1 cannot be divided into pixels of 2x2; their number must be a multiple of 4")]
    [InlineData(
        "Pad({|CVG093:4|}, Mode = PadMode.Reflection)",
        "4 rows of reflection on the top of Pad1 need an image of more rows; its input is 4x9, so at most 3 can be added")]
    [InlineData(
        "Pad(1, Right = {|CVG093:9|}, Mode = PadMode.Reflection)",
        "9 columns of reflection on the right of Pad1 need an image of more columns; its input is 4x9, so at most 8 can be added")]
    [InlineData("Pad(Left = {|CVG011:-1|})", "Left of [Pad] is -1; it must be at least 0")]
    [InlineData("Upsample({|CVG011:0|})", "factor of [Upsample] is 0; it must be at least 1")]
    [InlineData("Upsample({|CVG012:4194305|}, 1)", "factor of [Upsample] is 4,194,305; it must be at most 4,194,304")]
    public void Errors_are_at_the_argument(string layer, string message) => Analyze.Expect(Image(layer), message);

    [Theory]
    [InlineData("{|CVG025:Slice|}(0, 6)", "Slice1 changes nothing: it takes all 6 channels")]
    [InlineData("{|CVG025:ChannelShuffle|}(1)", "ChannelShuffle1 changes nothing: all channels are in one group")]
    [InlineData("{|CVG025:ChannelShuffle|}(6)", "ChannelShuffle1 changes nothing: every group has a single channel")]
    [InlineData("{|CVG025:PixelShuffle|}(1)", "PixelShuffle1 changes nothing: its factor is 1")]
    [InlineData("{|CVG025:Pad|}(0)", "Pad1 changes nothing: it adds no row and no column")]
    [InlineData("{|CVG025:Upsample|}(1)", "Upsample1 changes nothing: its factor is 1")]
    [InlineData(
        "Pad({|CVG017:1|}, Top = 1, Left = 2, Bottom = 1, Right = 2)",
        "all of [Pad] has no effect, because Top, Left, Bottom and Right are given as well")]
    public void Layers_and_arguments_without_effect_are_warned_of(string layer, string message) => Analyze.Expect(Image(layer), message);

    [Theory]
    [InlineData("Slice(3, 3), Slice(2, 1)")]
    [InlineData("ChannelShuffle(3)")]
    [InlineData("Conv(12, 1), PixelShuffle(2)")]
    [InlineData("Pad(3, Right = 8, Mode = PadMode.Reflection)")]
    [InlineData("Pad(20, Mode = PadMode.Edge)")]
    [InlineData("Upsample(3, 1, Mode = UpsampleMode.BilinearAsymmetric)")]
    public void Valid_layers_are_not_reported(string layers) => Analyze.ExpectNothing(Image(layers));

    [Theory]
    [InlineData("ChannelShuffle(2)", "ChannelShuffle")]
    [InlineData("PixelShuffle(1)", "PixelShuffle")]
    [InlineData("Pad(1)", "Pad")]
    [InlineData("Upsample(2)", "Upsample")]
    public void Images_are_expected(string layer, string name) => Analyze.Expect(
        $"[Network(8)] [{{|CVG032:{name}|}}{layer[name.Length..]}] partial class Net;",
        $"{name}1 needs an image, but its input is a flat vector of 8 values from [Network(length)]");

    private static string Image(string layers) => $"[Network(6, 4, 9)] [{layers}] partial class Net;";

    [Fact]
    public void A_slice_of_a_whole_vector_is_reported() => Analyze.Expect(
        "[Network(8)] [{|CVG025:Slice|}(0, 8), Dense(2)] partial class Net;", "Slice1 changes nothing: it takes all 8 values");

    [Fact]
    public void An_image_that_becomes_too_high_is_reported_at_the_factor() => Analyze.Expect(
        "[Network(4, 9000000, 1)] [PixelShuffle({|CVG012:2|})] partial class Net;",
        "factor of [PixelShuffle] is 2; it must be at most 1");
}
