using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using static ConvGen.Generators.Diagnostics.HelpPages;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ConvGen.Generators.Diagnostics;

/// <summary>The diagnostics of layers that move values (CVG09x).</summary>
internal static class RearrangementRules
{
    private const string Category = "ConvGen";

    public static readonly DiagnosticDescriptor UnknownMode = new(
        "CVG090", "Unknown mode",
        "{0} is not a mode of [{1}]; use {2}",
        Category, Error, isEnabledByDefault: true,
        "The value is not a member of the enum of the modes.",
        Page("CVG090"));

    public static readonly DiagnosticDescriptor SliceOutside = new(
        "CVG091", "A slice extends beyond its input",
        "{0} takes {1} from {2}, but its input has only {3}",
        Category, Error, isEnabledByDefault: true,
        "A slice takes `count` neighbouring channels or elements. The number of the first one is 0.",
        Page("CVG091"));

    public static readonly DiagnosticDescriptor ShuffledPixels = new(
        "CVG092", "The channels of a pixel shuffle cannot be divided into pixels",
        "The {0} input channels of {1} cannot be divided into pixels of {2}x{2}; their number must be a multiple of {3}",
        Category, Error, isEnabledByDefault: true,
        "A pixel shuffle turns factor x factor channels into as many pixels of one channel.",
        Page("CVG092"));

    public static readonly DiagnosticDescriptor ReflectionTooLarge = new(
        "CVG093", "A reflection needs a larger image",
        "{0} {1} of reflection on the {2} of {3} need an image of more {1}; its input is {4}, so at most {5} can be added",
        Category, Error, isEnabledByDefault: true,
        "The image is mirrored at its outermost pixels, which are not repeated. PyTorch has the same rule.",
        Page("CVG093"));

    /// <summary>All rows, in order.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } = [UnknownMode, SliceOutside, ShuffledPixels, ReflectionTooLarge];
}
