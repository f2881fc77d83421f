using ConvGen.CompilerServices;

namespace ConvGen.Tests.Runtime;

/// <summary>The choice of the vector width at run time.</summary>
public sealed class VectorWidthTests
{
    [Theory]
    [InlineData(null, null, true, 512)]
    [InlineData(null, null, false, 256)]
    [InlineData("", null, true, 512)]
    [InlineData("256", null, true, 256)]
    [InlineData(" 512 ", null, false, 512)]
    [InlineData(null, "256", true, 256)]
    [InlineData(null, 512, false, 512)]
    [InlineData("256", 512, true, 256)]
    public void The_variable_decides_then_the_switch_then_the_processor(string? variable, object? setting, bool runsWideWell, int width) =>
        Assert.Equal(width, VectorWidth.Choose(variable, setting, runsWideWell));

    [Theory]
    [InlineData("128", null, "The environment variable CONVGEN_VECTOR_BITS is '128'; it can be 256 or 512.")]
    [InlineData("wide", 512, "The environment variable CONVGEN_VECTOR_BITS is 'wide'; it can be 256 or 512.")]
    [InlineData(null, 1024, "The AppContext switch ConvGen.VectorBits is '1024'; it can be 256 or 512.")]
    [InlineData(null, true, "The AppContext switch ConvGen.VectorBits is 'True'; it can be 256 or 512.")]
    public void Other_widths_are_refused(string? variable, object? setting, string message) => Assert.Equal(
        message,
        Assert.Throws<InvalidOperationException>(() => VectorWidth.Choose(variable, setting, runsWideWell: true)).Message);
}
