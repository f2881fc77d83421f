using System.Globalization;

namespace ConvGen.Generators.Tests.Broken;

/// <summary>A declaration that breaks one rule, the expected diagnostic, and its expected location.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Declared">The declaration.</param>
/// <param name="Attribute">The index of the attribute that contains the location, or -1.</param>
/// <param name="Text">Otherwise, the text at the location; its last occurrence in the source.</param>
internal sealed record BrokenDeclaration(string Id, Declared Declared, int Attribute = -1, string Text = "");

/// <summary>A way to break a rule; returns null if it does not apply to the declaration.</summary>
internal delegate BrokenDeclaration? Breaking(Declared declared, Random random);

/// <summary>All ways, one or more for each diagnostic.</summary>
internal static partial class Breakings
{
    private const int Limit = 1 << 24;

    public static IReadOnlyList<Breaking> All { get; } =
    [
        NotPartial, OuterNotPartial, OfAnotherKind, OnTwoDeclarations, WithoutNetwork, WithoutLayers, WithAGeneratedMember,
        WithABadClassName, WithAVariable, WithoutArguments, WithASizeTooSmall, WithASizeTooLarge, WithSameAndPadding,
        WithAnUnknownInit, WithABadRate, WithABadSlope, WithABadBound, WithAnArgumentOfNoEffect, WithALayerAfterTheLoss, WithTwoLosses,
        WithALossAlone, WithASigmoidBeforeTheLoss, WithALimitBeforeTheLoss, WithADropoutBeforeTheLoss, WithAPoolOfOnePixel,
        WithReLUTwice, WithASoftmaxOfOne, WithAWindowTooLarge, WithTooMuchPadding, WithAnImageLayerOnAVector, WithAnInputTooLarge, WithTooManyParameters,
        WithGroupsForOtherChannels, WithGroupsForOtherFilters, WithAWindowThatMisses, WithASignalLayerOnAnImage,
        WithPaddingOfAWholeOutput, WithABadName, WithANameTwice, WithANameTaken,
        TrainedWithoutLoss,
    ];

    private static BrokenDeclaration? NotPartial(Declared declared, Random random) => new(
        "CVG001", declared with { Header = declared.Header.Replace("partial ", "", StringComparison.Ordinal) }, Text: declared.Name);

    private static BrokenDeclaration? OuterNotPartial(Declared declared, Random random) =>
        new("CVG002", declared with { Outer = "internal class Around" }, Text: "Around");

    private static BrokenDeclaration? OfAnotherKind(Declared declared, Random random)
    {
        Declared broken = random.Next(5) switch
        {
            0 => declared with { Header = "static partial class" },
            1 => declared with { Header = "abstract partial class" },
            2 => declared with { Header = "partial struct" },
            3 => declared with { Body = $"<T>{declared.Body}" },
            _ => declared with { Body = $"(int x){declared.Body}", Header = "partial class" },
        };
        return new("CVG003", broken, Text: declared.Name);
    }

    private static BrokenDeclaration? OnTwoDeclarations(Declared declared, Random random)
    {
        int split = 1 + random.Next(declared.Attributes.Length - 1);
        return new("CVG004", declared with { SplitAt = split }, split);
    }

    private static BrokenDeclaration? WithoutNetwork(Declared declared, Random random) => new("CVG005", declared.RemoveAt(0), 0);

    private static BrokenDeclaration? WithoutLayers(Declared declared, Random random) =>
        new("CVG006", declared with { Attributes = [declared.Attributes[0]] }, Text: declared.Name);

    private static BrokenDeclaration? WithAGeneratedMember(Declared declared, Random random)
    {
        string[] names = ["InputLength", "OutputLength", "ParameterCount", "Summary", "Parameters", "Trace", "Predict", "__core"];
        string name = names[random.Next(names.Length)];
        return new("CVG007", declared with { Body = $" {{ private int {name}; }}" }, Text: name);
    }

    private static BrokenDeclaration? WithABadClassName(Declared declared, Random random)
    {
        string[] names = ["Predict", "Classify", "Create", "Backpropagate", "Parameters", "CreateGradients"];
        string name = names[random.Next(names.Length)];
        return new("CVG008", declared with { Name = name }, Text: name);
    }

    private static BrokenDeclaration? WithAVariable(Declared declared, Random random)
    {
        int index = PickWithSizes(declared, random);
        int size = random.Next(declared.Attributes[index].Sizes.Length);
        return new("CVG010", declared.Replace(index, declared.Attributes[index].WithSize(size, "Missing.Size")), index);
    }

    private static BrokenDeclaration? WithoutArguments(Declared declared, Random random)
    {
        int index = PickWithSizes(declared, random);
        DeclaredAttribute bare = declared.Attributes[index] with { Sizes = [], Properties = [] };
        return new("CVG010", declared.Replace(index, bare), index);
    }

    private static BrokenDeclaration? WithASizeTooSmall(Declared declared, Random random)
    {
        int index = PickWithSizes(declared, random);
        DeclaredAttribute attribute = declared.Attributes[index];
        DeclaredAttribute broken = random.Next(3) switch
        {
            0 when attribute.IsPool || (attribute.IsConvolution && !attribute.Has("Same")) => attribute.With("Pad", -1 - random.Next(3)),
            1 when attribute.IsPool || attribute.IsConvolution => attribute.With("Stride", -random.Next(3)),
            _ => attribute.WithSize(random.Next(attribute.Sizes.Length), random.Next(2) == 0 ? "0" : "int.MinValue"),
        };
        return new("CVG011", declared.Replace(index, broken), index);
    }

    private static BrokenDeclaration? WithASizeTooLarge(Declared declared, Random random)
    {
        int index = PickWithSizes(declared, random);
        DeclaredAttribute attribute = declared.Attributes[index];
        string value = random.Next(2) == 0 ? "int.MaxValue" : (Limit + 1 + random.Next(1000)).ToString(CultureInfo.InvariantCulture);
        DeclaredAttribute broken = attribute.Kind is "MaxPool" or "Conv" or "DepthwiseConv" && random.Next(3) == 0
            ? attribute.With("Dilation", value)
            : attribute.WithSize(random.Next(attribute.Sizes.Length), value);
        return new("CVG012", declared.Replace(index, broken), index);
    }

    private static BrokenDeclaration? WithSameAndPadding(Declared declared, Random random)
    {
        if (Pick(declared, random, layer => layer.IsConvolution) is not { } index)
        {
            return null;
        }

        string[] paddings = ["Pad", "PadTop", "PadLeft", "PadBottom", "PadRight"];
        DeclaredAttribute conv = declared.Attributes[index].Without("Pad").With("Same", "true");
        return new("CVG014", declared.Replace(index, conv.With(paddings[random.Next(paddings.Length)], random.Next(3))), index);
    }

    private static BrokenDeclaration? WithAnUnknownInit(Declared declared, Random random)
    {
        string value = random.Next(2) == 0 ? "(Init)(-1)" : $"(Init){4 + random.Next(100)}";
        return new("CVG015", declared.Replace(0, declared.Attributes[0].With("Init", value)), 0);
    }

    private static BrokenDeclaration? WithABadRate(Declared declared, Random random)
    {
        string[] rates = ["1", "-0.1", "double.NaN", "1.5f", "double.PositiveInfinity"];
        DeclaredAttribute dropout = new("Dropout", [rates[random.Next(rates.Length)]], []);
        return new("CVG016", declared.Insert(1, dropout), 1);
    }

    private static BrokenDeclaration? WithABadSlope(Declared declared, Random random)
    {
        string[] slopes = ["-1", "double.NaN", "-1e-9", "double.NegativeInfinity", "1e300"];
        DeclaredAttribute leaky = new("LeakyReLU", [slopes[random.Next(slopes.Length)]], []);
        return new("CVG016", declared.Insert(1, leaky), 1);
    }

    private static BrokenDeclaration? WithABadBound(Declared declared, Random random)
    {
        string[][] bounds = [["1", "1"], ["double.NaN", "1"], ["0", "-1e-9"], ["-1", "1e300"], ["double.NegativeInfinity", "0"]];
        DeclaredAttribute clip = new("Clip", [.. bounds[random.Next(bounds.Length)]], []);
        return new("CVG016", declared.Insert(1, clip), 1);
    }

    private static BrokenDeclaration? WithAnArgumentOfNoEffect(Declared declared, Random random)
    {
        if (Pick(declared, random, layer => layer.IsConvolution && !layer.Has("Same")) is not { } index)
        {
            return null;
        }

        DeclaredAttribute conv = declared.Attributes[index];
        int stride = conv.Property("Stride", 1);
        int pad = conv.Property("Pad", 0);
        DeclaredAttribute broken = random.Next(2) == 0
            ? conv.With("StrideY", stride).With("Stride", 1 + random.Next(3)).With("StrideX", stride)
            : conv.With("PadTop", pad).With("PadLeft", pad).With("PadBottom", pad).With("PadRight", pad).With("Pad", random.Next(9));
        return new("CVG017", declared.Replace(index, broken), index);
    }

    private static int PickWithSizes(Declared declared, Random random) =>
        Pick(declared, random, attribute => attribute.Sizes.Length > 0)!.Value;

    /// <summary>Picks one of the suitable attributes; null if there is none.</summary>
    private static int? Pick(Declared declared, Random random, Func<DeclaredAttribute, bool> suits)
    {
        int[] found = [.. Enumerable.Range(0, declared.Attributes.Length).Where(index => suits(declared.Attributes[index]))];
        return found.Length == 0 ? null : found[random.Next(found.Length)];
    }
}
