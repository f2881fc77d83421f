using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using static ConvGen.Generators.Diagnostics.HelpPages;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ConvGen.Generators.Diagnostics;

/// <summary>
/// Every diagnostic, one row each: the class (CVG00x), arguments (CVG01x), the order of layers (CVG02x), shapes and sizes
/// (CVG03x), names (CVG04x), the use of a network (CVG05x). An id, once released, keeps its meaning for ever. A class with an
/// error gets no kernels. A warning is about a network that is valid but probably not intended.
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
        "CVG002", "The types around a network must be partial",
        "{0} must be partial, because the network {1} is declared inside it",
        Category, Error, isEnabledByDefault: true,
        "A generated part of a nested class has to open the types around it again.",
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
        "CVG004", "All attributes of a network must stand on one declaration",
        "{0} has ConvGen attributes on {1} declarations; their order would be a guess, so put them all on one",
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
        "A network computes something between its input and its output or loss.",
        Page("CVG006"));

    public static readonly DiagnosticDescriptor MemberExists = new(
        "CVG007", "A member of a network is generated and declared by hand",
        "{0}.{1} stands in the place of a generated member; rename or remove it",
        Category, Error, isEnabledByDefault: true,
        "The names of the generated members are fixed. Overloads with other parameters are allowed.",
        Page("CVG007"));

    public static readonly DiagnosticDescriptor ClassNameClash = new(
        "CVG008", "The name of a network clashes",
        "A network cannot be called {0}: {1}",
        Category, Error, isEnabledByDefault: true,
        "A C# class cannot have a member of its own name, and generated files need names that differ in more than case.",
        Page("CVG008"));

    public static readonly DiagnosticDescriptor LanguageTooOld = new(
        "CVG009", "The version of C# is too old",
        "The code of {0} needs C# {1} or later; this project is compiled as C# {2}",
        Category, Error, isEnabledByDefault: true,
        "Generated code is compiled with the project's version of C#, which the framework's default satisfies.",
        Page("CVG009"));

    // Arguments.

    public static readonly DiagnosticDescriptor ArgumentNotConstant = new(
        "CVG010", "An attribute's arguments cannot be read yet",
        "{0} of [{1}] cannot be read yet, so nothing is generated for {2}",
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
        "Beyond this limit sizes computed from the argument would overflow.",
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
        "The value is none of the members of ConvGen.Init.",
        Page("CVG015"));

    public static readonly DiagnosticDescriptor NumberOutOfRange = new(
        "CVG016", "A number is out of its range",
        "{0} of [{1}] is {2}; it must be {3}",
        Category, Error, isEnabledByDefault: true,
        "A rate is a probability below 1, a slope is finite and not negative.",
        Page("CVG016"));

    public static readonly DiagnosticDescriptor ArgumentWithoutEffect = new(
        "CVG017", "An argument has no effect",
        "{0} of [{1}] has no effect, because {2} are given as well",
        Category, Warning, isEnabledByDefault: true,
        "An argument for one side or direction wins over the argument for all; with every one of them given, that says nothing.",
        Page("CVG017"));

    // The order of layers.

    public static readonly DiagnosticDescriptor LayerAfterLoss = new(
        "CVG020", "A layer stands after the loss",
        "[{0}] stands after the loss [{1}]; the loss must be the last attribute",
        Category, Error, isEnabledByDefault: true,
        "The loss compares the output of the last layer with the targets; nothing can follow it.",
        Page("CVG020"));

    public static readonly DiagnosticDescriptor SecondLoss = new(
        "CVG021", "A network has two losses",
        "[{0}] is a second loss after [{1}]; a network has one, or none",
        Category, Error, isEnabledByDefault: true,
        "Training minimises one number.",
        Page("CVG021"));

    public static readonly DiagnosticDescriptor LossWithoutLayer = new(
        "CVG022", "A loss stands before every layer",
        "The loss [{0}] has no layer before it whose output it could train",
        Category, Error, isEnabledByDefault: true,
        "A loss compares the output of the layers above it with the targets.",
        Page("CVG022"));

    public static readonly DiagnosticDescriptor SigmoidBeforeLoss = new(
        "CVG023", "A sigmoid stands before a loss that has an output function itself",
        "[{0}] squeezes the values for [{1}], which applies a {2} itself; remove [{0}]",
        Category, Warning, isEnabledByDefault: true,
        "The cross-entropies take values of any size. After a sigmoid they get 0 to 1, and no output can come near 0 or 1.",
        Page("CVG023"));

    public static readonly DiagnosticDescriptor DropoutBeforeLoss = new(
        "CVG024", "A dropout stands before the loss",
        "[{0}] would set outputs of the network to zero before [{1}] compares them; put it before the last layer with weights",
        Category, Warning, isEnabledByDefault: true,
        "Dropout makes the layers after it rely on several values; after the outputs there is only the loss.",
        Page("CVG024"));

    public static readonly DiagnosticDescriptor LayerWithoutEffect = new(
        "CVG025", "A layer changes nothing",
        "{0} changes nothing: {1}",
        Category, Warning, isEnabledByDefault: true,
        "A window of one pixel that moves by one pixel gives what it takes, and so does ReLU where no value is negative.",
        Page("CVG025"));

    public static readonly DiagnosticDescriptor SoftmaxOfOneValue = new(
        "CVG026", "A softmax over a single value",
        "The softmax of a single value is always 1, so that [{0}] teaches nothing; " +
        "use [SigmoidCrossEntropy], or one output for each class",
        Category, Warning, isEnabledByDefault: true,
        "Softmax makes outputs add up to 1. The loss is 0 for every input, and its gradient too.",
        Page("CVG026"));

    public static readonly DiagnosticDescriptor BoundedBeforeLoss = new(
        "CVG027", "An activation bounds the values before a loss that has an output function itself",
        "[{0}] gives [{1}] {2}, but its {3} takes values of any size; remove [{0}]",
        Category, Warning, isEnabledByDefault: true,
        "The cross-entropies take values of any size. An activation before them limits the probabilities, and ReLU also stops the " +
        "training of outputs that it has set to zero.",
        Page("CVG027"));

    // Shapes and sizes.

    public static readonly DiagnosticDescriptor WindowTooLarge = new(
        "CVG030", "A kernel or window is larger than its padded input",
        "{0} on {1} input of {2}{3}; {4}",
        Category, Error, isEnabledByDefault: true,
        "The kernel or window must fit at least once; add padding, or shrink the layers before.",
        Page("CVG030"));

    public static readonly DiagnosticDescriptor PoolPaddingTooLarge = new(
        "CVG031", "A pool's padding is larger than half its window",
        "{0} {1} of padding on the {2} of {3} are more than half of its {4} window; the most is {5}",
        Category, Error, isEnabledByDefault: true,
        "A window must cover at least one value of the image; PyTorch has the same rule.",
        Page("CVG031"));

    public static readonly DiagnosticDescriptor ImageExpected = new(
        "CVG032", "A convolution or pool stands on a flat vector",
        "{0} needs an image, but its input is a flat vector of {1} values {2}",
        Category, Error, isEnabledByDefault: true,
        "After [Network(length)] and [Dense] there are no rows and columns any more.",
        Page("CVG032"));

    public static readonly DiagnosticDescriptor SampleTooLarge = new(
        "CVG033", "The values between the layers are too many",
        "With the {0} output of {1} one sample takes {2} floats of memory; at most {3} are possible",
        Category, Error, isEnabledByDefault: true,
        "Counted are the input and every output, with channels rounded up to whole vectors, and their borders.",
        Page("CVG033"));

    public static readonly DiagnosticDescriptor TooManyParameters = new(
        "CVG034", "A network has too many parameters",
        "With the {0} parameters of {1} ({2}) the network has {3}; at most {4} are possible",
        Category, Error, isEnabledByDefault: true,
        "A dense layer has units x inputs weights; pool before it, or give it fewer units.",
        Page("CVG034"));

    public static readonly DiagnosticDescriptor GroupsOfChannels = new(
        "CVG035", "The groups of a convolution do not divide its channels",
        "Groups = {0} of {1} does not divide its {2} input channels; every group needs the same number of them",
        Category, Error, isEnabledByDefault: true,
        "A convolution of several groups is as many convolutions side by side, each over its share of the channels.",
        Page("CVG035"));

    public static readonly DiagnosticDescriptor GroupsOfFilters = new(
        "CVG036", "The groups of a convolution do not divide its filters",
        "The {0} filters of {1} cannot be shared out evenly among its {2} groups",
        Category, Error, isEnabledByDefault: true,
        "A convolution of several groups is as many convolutions side by side, each with its share of the filters.",
        Page("CVG036"));

    public static readonly DiagnosticDescriptor WindowMissesImage = new(
        "CVG037", "A dilated window covers padding alone",
        "With Dilation = {1} a window of {0} covers nothing of its {2} input, which falls between its taps",
        Category, Error, isEnabledByDefault: true,
        "The maximum of nothing but padding would be minus infinity.",
        Page("CVG037"));

    // Names.

    public static readonly DiagnosticDescriptor InvalidName = new(
        "CVG040", "A layer's name is not an identifier",
        "\"{0}\" cannot be the name of a layer: {1}",
        Category, Error, isEnabledByDefault: true,
        "A layer's name becomes a property of the network and part of the names of files and parameters.",
        Page("CVG040"));

    public static readonly DiagnosticDescriptor DuplicateName = new(
        "CVG041", "Two layers have the same name",
        "The name {0} of layer {1} is already taken by layer {2}, a {3}{4}",
        Category, Error, isEnabledByDefault: true,
        "Names differ in more than case, because files are named after them. A layer without a Name is called after its kind " +
        "and its number among the layers of that kind, named ones included.",
        Page("CVG041"));

    public static readonly DiagnosticDescriptor NameClash = new(
        "CVG042", "A layer's name clashes with a member of the network",
        "A layer cannot be called {0}: {1}",
        Category, Error, isEnabledByDefault: true,
        "Layers with parameters become properties of the class.",
        Page("CVG042"));

    public static readonly DiagnosticDescriptor UnknownAttribute = new(
        "CVG043", "ConvGen has no attribute of this name",
        "ConvGen has no [{0}]; {1}",
        Category, Error, isEnabledByDefault: true,
        "Other libraries call some layers differently, and have some that ConvGen does not have.",
        Page("CVG043"));

    // The use of a network.

    public static readonly DiagnosticDescriptor TrainingWithoutLoss = new(
        "CVG050", "A network without a loss is trained",
        "{0} declares no loss, without which {1} throws; end it with one, such as [SoftmaxCrossEntropy]",
        Category, Warning, isEnabledByDefault: true,
        "A network without a loss can predict. To train it, something has to say how wrong an output is.",
        Page("CVG050"));

    /// <summary>All rows, in order.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        ClassNotPartial, OuterTypeNotPartial, UnsupportedType, SeveralDeclarations, LayerWithoutNetwork, NoLayers,
        MemberExists, ClassNameClash, LanguageTooOld, ArgumentNotConstant, TooSmall, TooLarge, SameWithPadding, UnknownInit,
        NumberOutOfRange, ArgumentWithoutEffect, LayerAfterLoss, SecondLoss, LossWithoutLayer, SigmoidBeforeLoss,
        DropoutBeforeLoss, LayerWithoutEffect, SoftmaxOfOneValue, BoundedBeforeLoss, WindowTooLarge, PoolPaddingTooLarge,
        ImageExpected, SampleTooLarge, TooManyParameters, GroupsOfChannels, GroupsOfFilters, WindowMissesImage, InvalidName, DuplicateName,
        NameClash, UnknownAttribute, TrainingWithoutLoss,
    ];
}
