using System.ComponentModel;
using System.Globalization;
using System.Runtime.Intrinsics;

namespace ConvGen.CompilerServices;

/// <summary>The width of the vectors that networks compute with. A class of networks asks for it once, when it is first used.</summary>
/// <remarks>The widest that the processor runs well, unless the environment variable <c>CONVGEN_VECTOR_BITS</c> or the AppContext switch
/// <c>ConvGen.VectorBits</c> chooses 256 or 512; the variable takes precedence. Both widths compute correctly on every processor: without
/// AVX-512 the wide kernels run slowly, with the same results.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VectorWidth
{
    internal const string VariableName = "CONVGEN_VECTOR_BITS";
    internal const string SwitchName = "ConvGen.VectorBits";

    /// <summary>Whether a network that is compiled for both widths uses vectors of 512 bits.</summary>
    /// <exception cref="InvalidOperationException">The environment variable or the switch is neither 256 nor 512. The first use of a
    /// network class wraps it in a <see cref="TypeInitializationException"/>.</exception>
    public static bool Is512 => Choose(
        Environment.GetEnvironmentVariable(VariableName), AppContext.GetData(SwitchName), Vector512.IsHardwareAccelerated) == 512;

    /// <summary>Returns the width, in bits.</summary>
    /// <param name="variable">The value of the environment variable, or null.</param>
    /// <param name="setting">The value of the AppContext switch, a string or a number, or null.</param>
    /// <param name="runsWideWell">Whether the processor runs vectors of 512 bits at full speed.</param>
    internal static int Choose(string? variable, object? setting, bool runsWideWell) =>
        !string.IsNullOrWhiteSpace(variable) ? Parse(variable, $"The environment variable {VariableName}")
        : setting is not null
            ? Parse(Convert.ToString(setting, CultureInfo.InvariantCulture), $"The AppContext switch {SwitchName}")
        : runsWideWell ? 512 : 256;

    private static int Parse(string? value, string what) => value?.Trim() switch
    {
        "256" => 256,
        "512" => 512,
        _ => throw new InvalidOperationException($"{what} is '{value}'; it can be 256 or 512."),
    };
}
