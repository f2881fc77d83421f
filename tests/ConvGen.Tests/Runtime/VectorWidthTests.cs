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

    /// <summary>Signatures of a Zen 4, a Zen 5 and a Cascade Lake.</summary>
    [Theory]
    [InlineData(0x00A10F11, 25)]
    [InlineData(0x00B00F21, 26)]
    [InlineData(0x00050657, 6)]
    public void The_family_of_a_processor_is_part_of_its_signature(int signature, int family) =>
        Assert.Equal(family, VectorWidth.FamilyOf(signature));

    [Theory]
    [InlineData("128", null, "The environment variable CONVGEN_VECTOR_BITS is '128'; it can be 256 or 512.")]
    [InlineData("wide", 512, "The environment variable CONVGEN_VECTOR_BITS is 'wide'; it can be 256 or 512.")]
    [InlineData(null, 1024, "The AppContext switch ConvGen.VectorBits is '1024'; it can be 256 or 512.")]
    [InlineData(null, true, "The AppContext switch ConvGen.VectorBits is 'True'; it can be 256 or 512.")]
    public void Other_widths_are_refused(string? variable, object? setting, string message) => Assert.Equal(
        message,
        Assert.Throws<InvalidOperationException>(() => VectorWidth.Choose(variable, setting, runsWideWell: true)).Message);
}
