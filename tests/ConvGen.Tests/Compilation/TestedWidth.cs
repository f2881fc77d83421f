using ConvGen.CompilerServices;
using ConvGen.Generators.Planning.Targets;

namespace ConvGen.Tests.Compilation;

/// <summary>The vector width of the networks that tests compile: 256 bits, or what <c>CONVGEN_VECTOR_BITS</c> chooses. <c>.ci/run</c> runs
/// the matrices with both.</summary>
internal static class TestedWidth
{
    public static Target Target { get; } = VectorWidth.Choose(
        Environment.GetEnvironmentVariable(VectorWidth.VariableName), setting: null, runsWideWell: false) == 512
        ? Target.SixteenLanes
        : Target.EightLanes;

    /// <summary>Whether the networks are those of 256 bits.</summary>
    public static bool Is256 => Target == Target.EightLanes;
}
