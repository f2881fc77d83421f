using System.ComponentModel;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        Environment.GetEnvironmentVariable(VariableName), AppContext.GetData(SwitchName), RunsWideWell) == 512;

    /// <summary>Whether the processor runs vectors of 512 bits at full width. AMD's Zen 4 has AVX-512, but computes the halves of a vector
    /// one after the other, so that vectors of 256 bits, which waste fewer lanes, are faster on most networks.</summary>
    private static bool RunsWideWell => Vector512.IsHardwareAccelerated && !SplitsWideVectors();

    /// <summary>Returns the width, in bits.</summary>
    /// <param name="variable">The value of the environment variable, or null.</param>
    /// <param name="setting">The value of the AppContext switch, a string or a number, or null.</param>
    /// <param name="runsWideWell">Whether the processor runs vectors of 512 bits at full speed.</param>
    internal static int Choose(string? variable, object? setting, bool runsWideWell) =>
        !string.IsNullOrWhiteSpace(variable) ? Parse(variable, $"The environment variable {VariableName}")
        : setting is not null
            ? Parse(Convert.ToString(setting, CultureInfo.InvariantCulture), $"The AppContext switch {SwitchName}")
        : runsWideWell ? 512 : 256;

    /// <summary>Whether the processor is a Zen 4: AMD's family 25, of which the older Zen 3 has no AVX-512.</summary>
    private static bool SplitsWideVectors()
    {
        const int Auth = 0x68747541, Enti = 0x69746E65, CAmd = 0x444D4163, Zen3And4 = 25;
        if (!X86Base.IsSupported)
        {
            return false;
        }

        (_, int vendor1, int vendor3, int vendor2) = X86Base.CpuId(0, 0);
        return (vendor1, vendor2, vendor3) == (Auth, Enti, CAmd) && FamilyOf(X86Base.CpuId(1, 0).Eax) == Zen3And4;
    }

    /// <summary>Returns the family in the signature of an x86 processor: four bits, to which eight more are added if all are set.</summary>
    internal static int FamilyOf(int signature)
    {
        int family = signature >> 8 & 0xF;
        return family == 0xF ? family + (signature >> 20 & 0xFF) : family;
    }

    private static int Parse(string? value, string what) => value?.Trim() switch
    {
        "256" => 256,
        "512" => 512,
        _ => throw new InvalidOperationException($"{what} is '{value}'; it can be 256 or 512."),
    };
}
