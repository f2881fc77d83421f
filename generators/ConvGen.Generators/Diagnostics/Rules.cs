using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using static ConvGen.Generators.Diagnostics.HelpPages;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ConvGen.Generators.Diagnostics;

/// <summary>
/// All diagnostics: of the class (CVG00x), arguments (CVG01x), the order of layers (CVG02x), shapes and sizes (CVG03x), names (CVG04x),
/// the use of a network (CVG05x), brackets (CVG06x), and values that several layers read (CVG07x and CVG080). A released id never
/// changes its meaning. No kernels are generated for a class with an error. A warning is for a network that is valid but probably not
/// intended.
/// </summary>
internal static class Rules
{
    private const string Category = "ConvGen";

    // The class.

    public static readonly DiagnosticDescriptor ClassNotPartial = new(
        "CVG001", "A network must be a partial class",
        "{0} must be partial, so that its generated part can be added",
        Category, Error, isEnabledByDefault: true,
        "The generator adds members to the class; C# allows that only for partial classes.",
        Page("CVG001"));

    public static readonly DiagnosticDescriptor OuterTypeNotPartial = new(
        "CVG002", "The containing types of a network must be partial",
        "{0} must be partial, because the network {1} is declared inside it",
        Category, Error, isEnabledByDefault: true,
        "The generated part of a nested class repeats the headers of its containing types, which must therefore be partial.",
        Page("CVG002"));

    public static readonly DiagnosticDescriptor UnsupportedType = new(
        "CVG003", "A network must be an ordinary class",
        "{0} is {1}; a network is a partial class or record class, sealed or not, possibly nested",
        Category, Error, isEnabledByDefault: true,
        "Generic, static, abstract and file-local classes, classes with a primary constructor or required members, structs and " +
        "interfaces cannot be networks, nor can classes inside generic or file-local types, or with a base class that needs " +
        "constructor arguments or has the members of a network.",
        Page("CVG003"));

    public static readonly DiagnosticDescriptor SeveralDeclarations = new(
        "CVG004", "All attributes of a network must be on one declaration",
        "{0} has ConvGen attributes on {1} declarations; C# does not define their order, so put them all on one",
        Category, Error, isEnabledByDefault: true,
        "Layers are read in source order, and C# defines no order between the parts of a partial class.",
        Page("CVG004"));

    public static readonly DiagnosticDescriptor LayerWithoutNetwork = new(
        "CVG005", "A layer needs [Network]",
        "{0} has layers but no [Network]; begin with [Network(channels, height, width)] or [Network(length)]",
        Category, Error, isEnabledByDefault: true,
        "[Network] makes a class a network and states the shape of its input.",
        Page("CVG005"));

    public static readonly DiagnosticDescriptor NoLayers = new(
        "CVG006", "A network needs at least one layer",
        "{0} has no layer; add one, such as [Dense(10)]",
        Category, Error, isEnabledByDefault: true,
        "A network without layers has nothing to compute.",
        Page("CVG006"));

    public static readonly DiagnosticDescriptor MemberExists = new(
        "CVG007", "A member conflicts with a generated member",
        "{0}.{1} conflicts with a generated member; rename or remove it",
        Category, Error, isEnabledByDefault: true,
        "The names of the generated members are fixed. Overloads with other parameters are allowed.",
        Page("CVG007"));

    public static readonly DiagnosticDescriptor ClassNameClash = new(
        "CVG008", "The name of a network causes a conflict",
        "A network cannot be named {0}: {1}",
        Category, Error, isEnabledByDefault: true,
        "A C# class cannot have a member of its own name, and generated files need names that differ in more than case.",
        Page("CVG008"));

    public static readonly DiagnosticDescriptor LanguageTooOld = new(
        "CVG009", "The version of C# is too old",
        "The code of {0} needs C# {1} or later; this project is compiled as C# {2}",
        Category, Error, isEnabledByDefault: true,
        "Generated code is compiled with the project's version of C#. The default version of .NET 10 is new enough.",
        Page("CVG009"));

    // Arguments.

    public static readonly DiagnosticDescriptor ArgumentNotConstant = new(
        "CVG010", "An attribute's arguments are incomplete or not constant",
        "{0} of [{1}] is incomplete or not a constant, so nothing is generated for {2}",
        Category, Error, isEnabledByDefault: true,
        "Every argument must be a compile-time constant of the right type.",
        Page("CVG010"));

    public static readonly DiagnosticDescriptor TooSmall = new(
        "CVG011", "A size is too small",
        "{0} of [{1}] is {2}; it must be at least {3}",
        Category, Error, isEnabledByDefault: true,
        "Sizes, counts and strides are at least 1, paddings at least 0.",
        Page("CVG011"));

    public static readonly DiagnosticDescriptor TooLarge = new(
        "CVG012", "A size is too large",
        "{0} of [{1}] is {2}; it must be at most {3}",
        Category, Error, isEnabledByDefault: true,
        "Above this limit, sizes computed from the argument would overflow.",
        Page("CVG012"));

    public static readonly DiagnosticDescriptor SameWithPadding = new(
        "CVG014", "Same excludes explicit padding",
        "{0} contradicts Same = true, which chooses the padding itself; remove one of them",
        Category, Error, isEnabledByDefault: true,
        "Same = true pads so that the output has ceil(input / stride) rows and columns.",
        Page("CVG014"));

    public static readonly DiagnosticDescriptor UnknownInit = new(
        "CVG015", "Unknown initialiser",
        "{0} is not an initialiser; use {1}",
        Category, Error, isEnabledByDefault: true,
        "The value is not a member of ConvGen.Init.",
        Page("CVG015"));

    public static readonly DiagnosticDescriptor NumberOutOfRange = new(
        "CVG016", "A number is out of range",
        "{0} of [{1}] is {2}; it must be {3}",
        Category, Error, isEnabledByDefault: true,
        "A rate is a probability below 1, a slope is finite and not negative.",
        Page("CVG016"));

    public static readonly DiagnosticDescriptor ArgumentWithoutEffect = new(
        "CVG017", "An argument has no effect",
        "{0} of [{1}] has no effect, because {2} are given as well",
        Category, Warning, isEnabledByDefault: true,
        "An argument for one side or direction overrides the general one. If all of them are given, the general one has no effect.",
        Page("CVG017"));

    // The order of layers.

    public static readonly DiagnosticDescriptor LayerAfterLoss = new(
        "CVG020", "A layer follows the loss",
        "[{0}] follows the loss [{1}]; the loss must be the last attribute",
        Category, Error, isEnabledByDefault: true,
        "The loss compares the output of the last layer with the targets; nothing can follow it.",
        Page("CVG020"));

    public static readonly DiagnosticDescriptor SecondLoss = new(
        "CVG021", "A network has two losses",
        "[{0}] is a second loss after [{1}]; a network has at most one",
        Category, Error, isEnabledByDefault: true,
        "Training minimises one number.",
        Page("CVG021"));

    public static readonly DiagnosticDescriptor LossWithoutLayer = new(
        "CVG022", "A loss has no layer before it",
        "The loss [{0}] has no layer before it to train",
        Category, Error, isEnabledByDefault: true,
        "A loss compares the output of the layers above it with the targets.",
        Page("CVG022"));

    public static readonly DiagnosticDescriptor SigmoidBeforeLoss = new(
        "CVG023", "A sigmoid precedes a loss that applies its own output function",
        "[{0}] limits the input of [{1}], which applies a {2} itself; remove [{0}]",
        Category, Warning, isEnabledByDefault: true,
        "Cross-entropy losses expect values of any size (logits). A sigmoid limits them, so no probability can come near 0 or 1.",
        Page("CVG023"));

    public static readonly DiagnosticDescriptor DropoutBeforeLoss = new(
        "CVG024", "A dropout precedes the loss",
        "[{0}] would set outputs of the network to zero before [{1}] compares them; put it before the last layer with weights",
        Category, Warning, isEnabledByDefault: true,
        "Dropout keeps the next layer from relying on single values. After the outputs there is no next layer.",
        Page("CVG024"));

    public static readonly DiagnosticDescriptor LayerWithoutEffect = new(
        "CVG025", "A layer changes nothing",
        "{0} changes nothing: {1}",
        Category, Warning, isEnabledByDefault: true,
        "A pooling with a 1x1 window and a stride of 1 returns its input. So does ReLU if no input is negative.",
        Page("CVG025"));

    public static readonly DiagnosticDescriptor SoftmaxOfOneValue = new(
        "CVG026", "A softmax over a single value",
        "The softmax of a single value is always 1, so [{0}] has no gradient; " +
        "use [SigmoidCrossEntropy], or one output for each class",
        Category, Warning, isEnabledByDefault: true,
        "The outputs of a softmax add up to 1, so a single one is always 1. The loss and its gradient are always 0.",
        Page("CVG026"));

    public static readonly DiagnosticDescriptor BoundedBeforeLoss = new(
        "CVG027", "An activation limits the input of a loss that applies its own output function",
        "[{0}] passes {2} to [{1}], whose {3} expects values of any size; remove [{0}]",
        Category, Warning, isEnabledByDefault: true,
        "Cross-entropy losses expect values of any size (logits). An activation limits the probabilities, and ReLU also stops the " +
        "training of outputs that it sets to zero.",
        Page("CVG027"));

    // Shapes and sizes.

    public static readonly DiagnosticDescriptor WindowTooLarge = new(
        "CVG030", "A kernel or window is larger than its padded input",
        "The {0} is larger than the {1} input of {2}{3}; {4}",
        Category, Error, isEnabledByDefault: true,
        "The kernel or window must fit at least once. Add padding, or reduce the image less in earlier layers.",
        Page("CVG030"));

    public static readonly DiagnosticDescriptor PoolPaddingTooLarge = new(
        "CVG031", "The padding of a pooling is larger than half its window",
        "{0} {1} of padding on the {2} of {3} are more than half of its {4} window; at most {5} is allowed",
        Category, Error, isEnabledByDefault: true,
        "A window must cover at least one value of the image; PyTorch has the same rule.",
        Page("CVG031"));

    public static readonly DiagnosticDescriptor ImageExpected = new(
        "CVG032", "A convolution or pooling follows a flat vector",
        "{0} needs an image, but its input is a flat vector of {1} values {2}",
        Category, Error, isEnabledByDefault: true,
        "The outputs of [Network(length)] and [Dense] have no rows and columns.",
        Page("CVG032"));

    public static readonly DiagnosticDescriptor SampleTooLarge = new(
        "CVG033", "The values of one sample need too much memory",
        "With the {0} output of {1}, one sample takes {2} floats of memory; at most {3} are supported",
        Category, Error, isEnabledByDefault: true,
        "The limit applies to the input and all outputs together, including borders and channels padded to whole vectors.",
        Page("CVG033"));

    public static readonly DiagnosticDescriptor TooManyParameters = new(
        "CVG034", "A network has too many parameters",
        "With the {0} parameters of {1} ({2}) the network has {3}; at most {4} are supported",
        Category, Error, isEnabledByDefault: true,
        "A dense layer has units x inputs weights; pool before it, or give it fewer units.",
        Page("CVG034"));

    public static readonly DiagnosticDescriptor GroupsOfChannels = new(
        "CVG035", "The number of groups does not divide the input channels",
        "Groups = {0} of {1} does not divide its {2} input channels; every group must have the same number of channels",
        Category, Error, isEnabledByDefault: true,
        "A grouped convolution consists of independent convolutions, each over an equal share of the channels.",
        Page("CVG035"));

    public static readonly DiagnosticDescriptor GroupsOfFilters = new(
        "CVG036", "The number of groups does not divide the filters",
        "The {0} filters of {1} cannot be divided evenly among its {2} groups",
        Category, Error, isEnabledByDefault: true,
        "A grouped convolution consists of independent convolutions, each with an equal share of the filters.",
        Page("CVG036"));

    public static readonly DiagnosticDescriptor WindowMissesImage = new(
        "CVG037", "A dilated window covers only padding",
        "With Dilation = {1}, a window of {0} covers no pixel of its {2} input, because the image falls between its taps",
        Category, Error, isEnabledByDefault: true,
        "The maximum over padding alone would be minus infinity.",
        Page("CVG037"));

    // Names.

    public static readonly DiagnosticDescriptor InvalidName = new(
        "CVG040", "The name of a layer is not an identifier",
        "\"{0}\" cannot be the name of a layer: {1}",
        Category, Error, isEnabledByDefault: true,
        "A layer's name becomes a property of the network and part of the names of files and parameters.",
        Page("CVG040"));

    public static readonly DiagnosticDescriptor DuplicateName = new(
        "CVG041", "Two layers have the same name",
        "The name {0} of layer {1} is already taken by layer {2}, {3}{4}",
        Category, Error, isEnabledByDefault: true,
        "Names must differ in more than case, because files are named after them. A layer without a Name is named after its kind " +
        "and its number among the layers of that kind, named ones included.",
        Page("CVG041"));

    public static readonly DiagnosticDescriptor NameClash = new(
        "CVG042", "The name of a layer conflicts with a member of the network",
        "A layer cannot be named {0}: {1}",
        Category, Error, isEnabledByDefault: true,
        "Layers with parameters become properties of the class.",
        Page("CVG042"));

    public static readonly DiagnosticDescriptor UnknownAttribute = new(
        "CVG043", "ConvGen has no attribute of this name",
        "ConvGen has no [{0}]; {1}",
        Category, Error, isEnabledByDefault: true,
        "Other libraries use other names for some layers, and have layers that ConvGen does not have.",
        Page("CVG043"));

    // The use of a network.

    public static readonly DiagnosticDescriptor TrainingWithoutLoss = new(
        "CVG050", "A network without a loss is trained",
        "{0} declares no loss, so {1} throws; add one as the last attribute, such as [SoftmaxCrossEntropy]",
        Category, Warning, isEnabledByDefault: true,
        "A network without a loss can predict. Training also needs a loss, which measures the error of an output.",
        Page("CVG050"));

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
        ClassNotPartial, OuterTypeNotPartial, UnsupportedType, SeveralDeclarations, LayerWithoutNetwork, NoLayers,
        MemberExists, ClassNameClash, LanguageTooOld, ArgumentNotConstant, TooSmall, TooLarge, SameWithPadding, UnknownInit,
        NumberOutOfRange, ArgumentWithoutEffect, LayerAfterLoss, SecondLoss, LossWithoutLayer, SigmoidBeforeLoss,
        DropoutBeforeLoss, LayerWithoutEffect, SoftmaxOfOneValue, BoundedBeforeLoss, WindowTooLarge, PoolPaddingTooLarge,
        ImageExpected, SampleTooLarge, TooManyParameters, GroupsOfChannels, GroupsOfFilters, WindowMissesImage, InvalidName, DuplicateName,
        NameClash, UnknownAttribute, TrainingWithoutLoss,
        UnclosedBracket, UnopenedBracket, CrossedBrackets, SecondShortcut, EmptyBracket, LossInBracket,
        NameInRepeat, TooManyLayers, UnknownValue, ValueComesLater, ShapesNotAddable, MissingShortcut,
        ShortcutShape, ShapesNotMultipliable, ShapesNotConcatenable, UnusedValue, DuplicateOutput, UnnamedOutput, OutputBesideLoss,
    ];
}
