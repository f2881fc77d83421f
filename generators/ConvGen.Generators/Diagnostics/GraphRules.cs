using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using static ConvGen.Generators.Diagnostics.HelpPages;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ConvGen.Generators.Diagnostics;

/// <summary>The diagnostics of networks that are no chains: of brackets (CVG06x), and of the values that layers read and that are outputs
/// (CVG07x and CVG080).</summary>
internal static class GraphRules
{
    private const string Category = "ConvGen";

    // Brackets.

    public static readonly DiagnosticDescriptor UnclosedBracket = new(
        "CVG060", "A bracket is not closed",
        "[{0}] is not closed; add [{1}] after its last layer",
        Category, Error, isEnabledByDefault: true,
        "[Residual] and [Repeat] enclose the layers up to [EndResidual] and [EndRepeat].",
        Page("CVG060"));

    public static readonly DiagnosticDescriptor UnopenedBracket = new(
        "CVG061", "A bracket is not open",
        "[{0}] needs an open [{1}] before it",
        Category, Error, isEnabledByDefault: true,
        "[EndResidual] and [Shortcut] belong to a [Residual], and [EndRepeat] to a [Repeat].",
        Page("CVG061"));

    public static readonly DiagnosticDescriptor CrossedBrackets = new(
        "CVG062", "Two brackets cross",
        "[{0}] belongs to [{1}], but the [{2}] inside it is still open; add [{3}] before [{0}]",
        Category, Error, isEnabledByDefault: true,
        "A bracket that begins inside another one ends inside it, too.",
        Page("CVG062"));

    public static readonly DiagnosticDescriptor SecondShortcut = new(
        "CVG063", "A residual block has two shortcuts",
        "This residual block already has a [Shortcut]; remove one of the two",
        Category, Error, isEnabledByDefault: true,
        "[EndResidual] adds the output of the shortcut to that of the layers before it. More values can be added with " +
        "[Add].",
        Page("CVG063"));

    public static readonly DiagnosticDescriptor EmptyBracket = new(
        "CVG064", "A bracket contains no layer",
        "There is no layer between [{0}] and [{1}]",
        Category, Error, isEnabledByDefault: true,
        "A block or a repetition without layers computes nothing.",
        Page("CVG064"));

    public static readonly DiagnosticDescriptor LossInBracket = new(
        "CVG065", "The loss is inside a bracket",
        "The loss [{0}] is inside [{1}]; move it to the end, after all brackets",
        Category, Error, isEnabledByDefault: true,
        "A network has one loss, which reads the output of the whole network.",
        Page("CVG065"));

    public static readonly DiagnosticDescriptor NameInRepeat = new(
        "CVG066", "A repeated layer or output has a name",
        "The name {0} would belong to several {1}, because [Repeat] repeats {2}; {3}",
        Category, Error, isEnabledByDefault: true,
        "Repeated layers are named after their kind and number, as if they were written out.",
        Page("CVG066"));

    public static readonly DiagnosticDescriptor TooManyLayers = new(
        "CVG067", "A network has too many layers",
        "With this repetition the network has {0} layers; at most {1} are supported",
        Category, Error, isEnabledByDefault: true,
        "The limit keeps generated code at a size that compiles.",
        Page("CVG067"));

    // Values that several layers read.

    public static readonly DiagnosticDescriptor UnknownValue = new(
        "CVG070", "No earlier layer has the name that is read",
        "[{0}] reads '{1}', but no layer before it has this name; {2}",
        Category, Error, isEnabledByDefault: true,
        "[From], [Add], [Multiply] and [Concat] refer to earlier layers by their names. Input is the input of the " +
        "network.",
        Page("CVG070"));

    public static readonly DiagnosticDescriptor ValueComesLater = new(
        "CVG071", "A layer is read before it is computed",
        "[{0}] reads {1}, which is not computed yet; only layers before it can be read",
        Category, Error, isEnabledByDefault: true,
        "A network has no cycles: each layer reads only what earlier layers compute.",
        Page("CVG071"));

    public static readonly DiagnosticDescriptor ShapesNotAddable = new(
        "CVG072", "Two values of different shapes are added",
        "{0} adds {1} ({2}) to {3} ({4}); both must have the same shape",
        Category, Error, isEnabledByDefault: true,
        "Values are added element by element, without broadcasting.",
        Page("CVG072"));

    public static readonly DiagnosticDescriptor MissingShortcut = new(
        "CVG073", "A residual block changes the shape and has no shortcut",
        "This block turns {0} into {1}, so the two cannot be added; add a [Shortcut] that does the same{2}",
        Category, Error, isEnabledByDefault: true,
        "Without a shortcut, [EndResidual] adds the input of the block to the output of its layers. A 1x1 convolution " +
        "changes the shape of the input.",
        Page("CVG073"));

    public static readonly DiagnosticDescriptor ShortcutShape = new(
        "CVG074", "The shortcut of a residual block has another shape than its layers",
        "The layers of this block give {0}, but its shortcut gives {1}; both must have the same shape",
        Category, Error, isEnabledByDefault: true,
        "[EndResidual] adds the two element by element.",
        Page("CVG074"));

    public static readonly DiagnosticDescriptor ShapesNotMultipliable = new(
        "CVG075", "Two values are multiplied whose shapes do not match",
        "{0} multiplies {1} ({2}) by {3} ({4}); the shapes must be equal, or one value must have a number for each channel of the other",
        Category, Error, isEnabledByDefault: true,
        "A factor for each channel multiplies the whole channel.",
        Page("CVG075"));

    public static readonly DiagnosticDescriptor ShapesNotConcatenable = new(
        "CVG076", "Values are concatenated whose shapes do not match",
        "{0} appends {1} ({2}) to {3} ({4}); images must have the same height and width, and vectors are appended to vectors",
        Category, Error, isEnabledByDefault: true,
        "Channels are appended to channels.",
        Page("CVG076"));

    public static readonly DiagnosticDescriptor UnusedValue = new(
        "CVG077", "Nothing reads the output of a layer",
        "Nothing reads the output of {0}; read it with [From], [Add], [Multiply] or [Concat], make it an [Output], or remove the layer",
        Category, Error, isEnabledByDefault: true,
        "A layer whose output is not used computes in vain.",
        Page("CVG077"));

    public static readonly DiagnosticDescriptor DuplicateOutput = new(
        "CVG078", "Two outputs have the same name",
        "The name '{0}' of this output is already taken by another output",
        Category, Error, isEnabledByDefault: true,
        "The outputs of a network are found by their names.",
        Page("CVG078"));

    public static readonly DiagnosticDescriptor UnnamedOutput = new(
        "CVG079", "An output has no name",
        "[Output] needs a name that is not empty",
        Category, Error, isEnabledByDefault: true,
        "The outputs of a network are found by their names.",
        Page("CVG079"));

    public static readonly DiagnosticDescriptor OutputBesideLoss = new(
        "CVG080", "A network with a loss has another output",
        "[{0}] reads {1}, and a network with a loss has no other output; remove this [Output]",
        Category, Error, isEnabledByDefault: true,
        "Training needs one output, which the loss compares with the targets. Several outputs are for networks that " +
        "only predict.",
        Page("CVG080"));

    /// <summary>All rows, in order.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        UnclosedBracket, UnopenedBracket, CrossedBrackets, SecondShortcut, EmptyBracket,
        LossInBracket, NameInRepeat, TooManyLayers, UnknownValue, ValueComesLater,
        ShapesNotAddable, MissingShortcut, ShortcutShape, ShapesNotMultipliable, ShapesNotConcatenable,
        UnusedValue, DuplicateOutput, UnnamedOutput, OutputBesideLoss,
    ];
}
