using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using static ConvGen.Generators.Diagnostics.HelpPages;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ConvGen.Generators.Diagnostics;

/// <summary>The diagnostics of layers that scale or normalize each sample (CVG094 and CVG095).</summary>
internal static class NormalizationRules
{
    private const string Category = "ConvGen";

    public static readonly DiagnosticDescriptor NumbersOfChannels = new(
        "CVG094", "The number of factors differs from the number of channels",
        "{0} of {1} has {2}, but its input has {3}; give one number for each {4}",
        Category, Error, isEnabledByDefault: true,
        "A list has one number for each channel of an image, or for each value of a vector.",
        Page("CVG094"));

    public static readonly DiagnosticDescriptor InstanceOfOnePixel = new(
        "CVG095", "An instance normalization over a single pixel",
        "{0} normalizes each channel over its pixels, but its input has only one; use [LayerNorm] or [BatchNorm]",
        Category, Error, isEnabledByDefault: true,
        "A single value is its own mean, so that the output would always be 0. PyTorch refuses it when training.",
        Page("CVG095"));

    /// <summary>All of them, in the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => [NumbersOfChannels, InstanceOfOnePixel];
}
