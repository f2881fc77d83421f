namespace ConvGen.Generators.Tests.Broken;

/// <content>The order of layers, shapes, names and use.</content>
internal static partial class Breakings
{
    private static BrokenDeclaration? WithALayerAfterTheLoss(Declared declared, Random random)
    {
        Declared open = WithoutLoss(declared);
        int index = 2 + random.Next(open.Attributes.Length - 1);
        return index >= open.Attributes.Length
            ? null
            : new("CVG020", open.Insert(index, DeclaredAttribute.Of("MeanSquaredError")), index + 1);
    }

    private static BrokenDeclaration? WithTwoLosses(Declared declared, Random random)
    {
        Declared open = WithoutLoss(declared);
        int end = open.Attributes.Length;
        Declared one = open.Insert(end, DeclaredAttribute.Of("SoftmaxCrossEntropy"));
        return new("CVG021", one.Insert(end + 1, DeclaredAttribute.Of("SigmoidCrossEntropy")), end + 1);
    }

    private static BrokenDeclaration? WithALossAlone(Declared declared, Random random) => new(
        "CVG022", declared with { Attributes = [declared.Attributes[0], DeclaredAttribute.Of("CrossEntropyCost")] }, 1);

    private static BrokenDeclaration? WithASigmoidBeforeTheLoss(Declared declared, Random random)
    {
        string[] losses = ["SoftmaxCrossEntropy", "SigmoidCrossEntropy", "CrossEntropyCost"];
        Declared ended = EndWith(declared, "Sigmoid", losses[random.Next(losses.Length)]);
        return new("CVG023", ended, ended.Attributes.Length - 2);
    }

    private static BrokenDeclaration? WithALimitBeforeTheLoss(Declared declared, Random random)
    {
        string[] activations =
        [
            "ReLU", "LeakyReLU(0)", "Softplus", "GELU", "SiLU", "ELU", "Tanh", "ReLU6", "Clip(-1, 1)", "HardSigmoid", "HardSwish", "Mish",
        ];
        string[] losses = ["SoftmaxCrossEntropy", "SigmoidCrossEntropy", "CrossEntropyCost"];
        Declared ended = EndWith(declared, activations[random.Next(activations.Length)], losses[random.Next(losses.Length)]);
        return new("CVG027", ended, ended.Attributes.Length - 2);
    }

    private static BrokenDeclaration? WithADropoutBeforeTheLoss(Declared declared, Random random)
    {
        Declared ended = EndWith(declared, "Dropout(0.25)", "SoftmaxCrossEntropy");
        return new("CVG024", ended, ended.Attributes.Length - 2);
    }

    private static BrokenDeclaration? WithAPoolOfOnePixel(Declared declared, Random random) => declared.InputOf(1)!.IsFlat
        ? null
        : new("CVG025", declared.Insert(1, DeclaredAttribute.Of(random.Next(2) == 0 ? "MaxPool" : "AveragePool", 1)), 1);

    private static BrokenDeclaration? WithReLUTwice(Declared declared, Random random) => new(
        "CVG025",
        declared.Insert(1, DeclaredAttribute.Of("ReLU")).Insert(1, DeclaredAttribute.Of(random.Next(2) == 0 ? "ReLU" : "Softplus")), 2);

    private static BrokenDeclaration? WithASoftmaxOfOne(Declared declared, Random random)
    {
        Declared ended = EndWith(declared, "Dense(1)", "SoftmaxCrossEntropy");
        return new("CVG026", ended, ended.Attributes.Length - 1);
    }

    private static BrokenDeclaration? WithAWindowTooLarge(Declared declared, Random random)
    {
        if (Pick(declared, random, layer => layer.IsPool || (layer.IsConvolution && !layer.Has("Same"))) is not { } index)
        {
            return null;
        }

        DeclaredAttribute layer = declared.Attributes[index];
        DeclaredShape input = declared.InputOf(index)!;
        int last = layer.Sizes.Length - 1;
        int padded = 1 + random.Next(4) + 2 * layer.Property("Pad", 0)
            + (last == (layer.Kind is "Conv" ? 1 : 0) ? Math.Min(input.Height, input.Width) : input.Width);
        return new("CVG030", declared.Replace(index, layer.WithSize(last, padded)), index);
    }

    private static BrokenDeclaration? WithTooMuchPadding(Declared declared, Random random)
    {
        if (Pick(declared, random, layer => layer.IsPool) is not { } index)
        {
            return null;
        }

        string[] sides = ["Pad", "PadTop", "PadLeft", "PadBottom", "PadRight"];
        DeclaredAttribute pool = declared.Attributes[index].Without("Pad");
        return new(
            "CVG031",
            declared.Replace(index, pool.With(sides[random.Next(sides.Length)], pool.Window.Height / 2 + 1 + random.Next(3))), index);
    }

    private static BrokenDeclaration? WithAnImageLayerOnAVector(Declared declared, Random random)
    {
        DeclaredAttribute[] layers =
        [
            DeclaredAttribute.Of("Conv", 2, 1), DeclaredAttribute.Of("DepthwiseConv", 1), DeclaredAttribute.Of("MaxPool", 2),
            DeclaredAttribute.Of("GlobalMaxPool"), DeclaredAttribute.Of("GlobalAveragePool"),
        ];
        int index = WithoutLoss(declared).Attributes.Length;
        return new("CVG032", declared.Insert(index, layers[random.Next(layers.Length)]), index);
    }

    private static BrokenDeclaration? WithAnInputTooLarge(Declared declared, Random random) => declared.InputOf(1)!.IsFlat
        ? null
        : new("CVG033", declared.Replace(0, declared.Attributes[0].WithSize(1, Limit).WithSize(2, 9 + random.Next(9000))), 0);

    private static BrokenDeclaration? WithTooManyParameters(Declared declared, Random random) =>
        Pick(declared, random, layer => layer.Kind is "Dense") is { } index && declared.InputOf(index)!.Length >= 16
            ? new("CVG034", declared.Replace(index, declared.Attributes[index].WithSize(0, Limit)), index)
            : null;

    private static BrokenDeclaration? WithGroupsForOtherChannels(Declared declared, Random random) =>
        Pick(declared, random, layer => layer.Kind is "Conv") is { } index
            ? new(
                "CVG035",
                declared.Replace(
                    index, declared.Attributes[index].With("Groups", declared.InputOf(index)!.Channels + 1 + random.Next(3))), index)
            : null;

    private static BrokenDeclaration? WithGroupsForOtherFilters(Declared declared, Random random)
    {
        if (Pick(declared, random, layer => layer.Kind is "Conv") is not { } index || declared.InputOf(index)!.Channels is 1)
        {
            return null;
        }

        int groups = declared.InputOf(index)!.Channels;
        int filters = groups * (1 + random.Next(3)) + 1 + random.Next(groups - 1);
        return new(
            "CVG036", declared.Replace(index, declared.Attributes[index].With("Groups", groups).WithSize(0, filters)), index);
    }

    private static BrokenDeclaration? WithAWindowThatMisses(Declared declared, Random random)
    {
        DeclaredShape input = declared.InputOf(1)!;
        DeclaredAttribute pool = DeclaredAttribute.Of("MaxPool", 2).With("Pad", 1)
            .With("Dilation", Math.Min(input.Height, input.Width) + 1);
        return input.IsFlat ? null : new("CVG037", declared.Insert(1, pool), 1);
    }

    private static BrokenDeclaration? WithASignalLayerOnAnImage(Declared declared, Random random)
    {
        DeclaredAttribute[] layers =
            [DeclaredAttribute.Of("Conv1D", 2, 1), DeclaredAttribute.Of("MaxPool1D", 1), DeclaredAttribute.Of("AveragePool1D", 1)];
        DeclaredShape input = declared.InputOf(1)!;
        return input.IsFlat || input.Height == 1 ? null : new("CVG038", declared.Insert(1, layers[random.Next(layers.Length)]), 1);
    }

    private static BrokenDeclaration? WithPaddingOfAWholeOutput(Declared declared, Random random)
    {
        DeclaredShape input = declared.InputOf(1)!;
        string side = random.Next(2) == 0 ? "Pad" : "PadTop";
        DeclaredAttribute conv = DeclaredAttribute.Of("ConvTranspose", 2, 1 + random.Next(3)).With(side, input.Height + 4 + random.Next(9));
        return input.IsFlat ? null : new("CVG039", declared.Insert(1, conv), 1);
    }

    private static BrokenDeclaration? WithABadName(Declared declared, Random random)
    {
        string[] names = ["", " ", "1st", "a b", "class", "a.b", "@x", "a-b", "\\u200D", "\\n", "a\\u200Bb"];
        return WithName(declared, random, "CVG040", names[random.Next(names.Length)]);
    }

    private static BrokenDeclaration? WithANameTaken(Declared declared, Random random)
    {
        string[] names = [declared.Name, "Predict", "InputLength", "Classify", "ToString", "GetHashCode", "__Program"];
        return WithName(declared, random, "CVG042", names[random.Next(names.Length)]);
    }

    private static BrokenDeclaration? WithANameTwice(Declared declared, Random random)
    {
        int[] named = [.. Enumerable.Range(0, declared.Attributes.Length).Where(index => declared.Attributes[index].HasName)];
        if (named.Length < 2)
        {
            return null;
        }

        int second = named[1 + random.Next(named.Length - 1)];
        Declared first = declared.Replace(named[0], declared.Attributes[named[0]].With("Name", "\"Twice\""));
        return new(
            "CVG041",
            first.Replace(second, first.Attributes[second].With("Name", random.Next(2) == 0 ? "\"Twice\"" : "\"TWICE\"")), second);
    }

    private static BrokenDeclaration? TrainedWithoutLoss(Declared declared, Random random)
    {
        Declared open = WithoutLoss(declared) with { Outer = "", Header = "public sealed partial class" };
        string user = $"class User {{ object Train({open.Name} net) => new Trainer<{open.Name}>(net, new Sgd(0.1f)); }}";
        return new("CVG050", open with { More = user }, Text: $"Trainer<{open.Name}>");
    }

    private static BrokenDeclaration? WithName(Declared declared, Random random, string id, string name) =>
        Pick(declared, random, layer => layer.HasName) is { } index
            ? new(id, declared.Replace(index, declared.Attributes[index].With("Name", $"\"{name}\"")), index)
            : null;

    private static Declared WithoutLoss(Declared declared) =>
        declared.Attributes[^1].IsLoss ? declared.RemoveAt(declared.Attributes.Length - 1) : declared;

    private static Declared EndWith(Declared declared, params string[] layers)
    {
        Declared open = WithoutLoss(declared);
        return open with { Attributes = [.. open.Attributes, .. layers.Select(layer => new DeclaredAttribute(layer, [], []))] };
    }
}
