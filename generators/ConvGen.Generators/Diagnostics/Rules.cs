using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using static ConvGen.Generators.Diagnostics.HelpPages;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ConvGen.Generators.Diagnostics;

/// <summary>
/// All diagnostics: of the class (CVG00x), arguments (CVG01x), the order of layers (CVG02x), shapes and sizes (CVG03x), names (CVG04x),
/// and the use of a network (CVG05x); those of graphs are in <see cref="GraphRules"/>. A released id never changes its meaning. No kernels
/// are generated for a class with an error. A warning is for a network that is valid but probably not intended.
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
        "The softmax of a single value is always 1, so [{0}] has no gradient; {1}",
        Category, Warning, isEnabledByDefault: true,
        "The outputs of a softmax add up to 1, so a single one is always 1, and its gradient is always 0.",
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

    public static readonly DiagnosticDescriptor SignalExpected = new(
        "CVG038", "A layer over signals follows an image of several rows",
        "{0} needs a signal, an image of one row, but its {1} input has {2} rows; use [{3}] for images",
        Category, Error, isEnabledByDefault: true,
        "Conv1D, MaxPool1D and AveragePool1D move along one row only.",
        Page("CVG038"));

    public static readonly DiagnosticDescriptor PaddingRemovesOutput = new(
        "CVG039", "The padding of a transposed convolution removes its whole output",
        "The padding of {0} removes {1} {2} of its output, which has {3} without padding",
        Category, Error, isEnabledByDefault: true,
        "The padding of a transposed convolution makes its output smaller, as that of a convolution makes the output larger.",
        Page("CVG039"));

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

    /// <summary>All rows, in order.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        ClassNotPartial, OuterTypeNotPartial, UnsupportedType, SeveralDeclarations, LayerWithoutNetwork, NoLayers,
        MemberExists, ClassNameClash, LanguageTooOld, ArgumentNotConstant, TooSmall, TooLarge, SameWithPadding, UnknownInit,
        NumberOutOfRange, ArgumentWithoutEffect, LayerAfterLoss, SecondLoss, LossWithoutLayer, SigmoidBeforeLoss,
        DropoutBeforeLoss, LayerWithoutEffect, SoftmaxOfOneValue, BoundedBeforeLoss, WindowTooLarge, PoolPaddingTooLarge,
        ImageExpected, SampleTooLarge, TooManyParameters, GroupsOfChannels, GroupsOfFilters, WindowMissesImage, SignalExpected,
        PaddingRemovesOutput, InvalidName, DuplicateName, NameClash, UnknownAttribute, TrainingWithoutLoss, .. GraphRules.All,
        .. RearrangementRules.All, .. NormalizationRules.All,
    ];
}
