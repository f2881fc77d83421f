using System.Globalization;

namespace ConvGen.Generators.Frontend.Reading;

/// <summary>Turns a layer attribute into its declaration, with defaults filled in. Each kind has a line in <see cref="Read"/>, and a
/// function below it if it has arguments to check.</summary>
internal static class LayerReader
{
    private static readonly string[] Sides = ["PadTop", "PadLeft", "PadBottom", "PadRight"];
    private static readonly string[] Paddings = ["Pad", .. Sides];

    /// <summary>Reads a layer, the loss, or an attribute of structure; returns null if the attribute is none of these.</summary>
    public static LayerDeclaration? Read(AttributeReader attribute) =>
        (ReadLayer(attribute) ?? SignalLayerReader.Read(attribute)) is { } layer
            ? layer with { GivenName = attribute.Text("Name") }
            : StructureReader.Read(attribute);

    private static LayerDeclaration? ReadLayer(AttributeReader attribute) => attribute.Kind switch
    {
        "Conv" => ReadConv(attribute),
        "DepthwiseConv" => ReadConv(attribute) with { IsDepthwise = true, Filters = 0 },
        "ConvTranspose" => ReadConvTranspose(attribute),
        "MaxPool" => new MaxPoolDeclaration
        {
            AttributeIndex = attribute.Index,
            Window = ReadWindow(attribute),
            CeilMode = ReadCeilMode(attribute),
        },
        "AveragePool" => new AveragePoolDeclaration
        {
            AttributeIndex = attribute.Index,
            Window = ReadWindow(attribute),
            CeilMode = ReadCeilMode(attribute),
            CountPadding = attribute.Flag("CountPadding", fallback: true),
        },
        "L2Pool" => new L2PoolDeclaration
        {
            AttributeIndex = attribute.Index,
            Window = ReadWindow(attribute),
            CeilMode = ReadCeilMode(attribute),
        },
        "GlobalAveragePool" => new GlobalAveragePoolDeclaration { AttributeIndex = attribute.Index },
        "GlobalMaxPool" => new GlobalMaxPoolDeclaration { AttributeIndex = attribute.Index },
        "Dense" => ReadDense(attribute),
        "Sigmoid" => ReadActivation(attribute, ActivationFunction.Sigmoid),
        "Tanh" => ReadActivation(attribute, ActivationFunction.Tanh),
        "ReLU" => ReadActivation(attribute, ActivationFunction.ReLU),
        "LeakyReLU" => ReadLeakyReLU(attribute),
        "PReLU" => new PReLUDeclaration { AttributeIndex = attribute.Index },
        "BatchNorm" => ReadBatchNorm(attribute),
        "LayerNorm" => new LayerNormDeclaration { AttributeIndex = attribute.Index, Epsilon = ReadEpsilon(attribute) },
        "InstanceNorm" => new InstanceNormDeclaration
        {
            AttributeIndex = attribute.Index,
            Epsilon = ReadEpsilon(attribute),
            Affine = attribute.Flag("Affine", fallback: false),
        },
        "Scale" => ReadScale(attribute),
        "Softmax" => new SoftmaxDeclaration { AttributeIndex = attribute.Index },
        "ReLU6" => ReadActivation(attribute, ActivationFunction.ReLU6),
        "Clip" => ReadClip(attribute),
        "ELU" => ReadActivation(attribute, ActivationFunction.ELU),
        "SiLU" => ReadActivation(attribute, ActivationFunction.SiLU),
        "GELU" => ReadActivation(attribute, ActivationFunction.GELU),
        "Softplus" => ReadActivation(attribute, ActivationFunction.Softplus),
        "HardSigmoid" => ReadActivation(attribute, ActivationFunction.HardSigmoid),
        "HardSwish" => ReadActivation(attribute, ActivationFunction.HardSwish),
        "Mish" => ReadActivation(attribute, ActivationFunction.Mish),
        "Dropout" => ReadDropout(attribute),
        "Add" => new AddDeclaration { AttributeIndex = attribute.Index, Source = attribute.Text("name") ?? "" },
        "Multiply" => new MultiplyDeclaration { AttributeIndex = attribute.Index, Source = attribute.Text("name") ?? "" },
        "Concat" => new ConcatDeclaration
        {
            AttributeIndex = attribute.Index,
            Sources = [attribute.Text("name") ?? "", .. attribute.Texts("more")],
        },
        "EndResidual" => new EndResidualDeclaration { AttributeIndex = attribute.Index },
        "SoftmaxCrossEntropy" => ReadLoss(attribute, LossFunction.SoftmaxCrossEntropy),
        "SigmoidCrossEntropy" => ReadLoss(attribute, LossFunction.SigmoidCrossEntropy),
        "MeanSquaredError" => ReadLoss(attribute, LossFunction.MeanSquaredError),
        "QuadraticCost" => ReadLoss(attribute, LossFunction.QuadraticCost),
        "CrossEntropyCost" => ReadLoss(attribute, LossFunction.CrossEntropyCost),
        _ => RearrangementReader.Read(attribute),
    };

    private static ConvDeclaration ReadConv(AttributeReader attribute)
    {
        int kernel = attribute.Size("kernel");
        int stride = attribute.Size("Stride");
        Padding padding = ReadPadding(attribute);
        bool same = ReadSame(attribute);
        int height = attribute.Size("kernelHeight", kernel);
        int width = attribute.Size("kernelWidth", kernel);
        ConvDeclaration conv = new()
        {
            AttributeIndex = attribute.Index,
            Filters = attribute.Size("filters"),
            KernelHeight = height,
            KernelWidth = width,
            StrideY = attribute.Size("StrideY", stride),
            StrideX = attribute.Size("StrideX", stride),
            DilationY = ReadDilation(attribute, "DilationY", height, "height of the dilated kernel"),
            DilationX = ReadDilation(attribute, "DilationX", width, "width of the dilated kernel"),
            Groups = attribute.Size("Groups"),
            Padding = padding,
            Same = same,
            Bias = attribute.Flag("Bias", fallback: true),
        };
        WarnOfNoEffect(attribute);
        return conv;
    }

    /// <summary>Reads <c>Same</c>, and reports a padding beside it.</summary>
    public static bool ReadSame(AttributeReader attribute)
    {
        bool same = attribute.Flag("Same", fallback: false);
        if (same && Paddings.FirstOrDefault(attribute.Has) is { } contradiction)
        {
            attribute.Report(Rules.SameWithPadding, contradiction, contradiction);
        }

        return same;
    }

    private static ConvTransposeDeclaration ReadConvTranspose(AttributeReader attribute)
    {
        int kernel = attribute.Size("kernel");
        int strideY = attribute.Size("StrideY", attribute.Size("Stride"));
        int strideX = attribute.Size("StrideX", attribute.Size("Stride"));
        ConvTransposeDeclaration conv = new()
        {
            AttributeIndex = attribute.Index,
            Filters = attribute.Size("filters"),
            KernelHeight = attribute.Size("kernelHeight", kernel),
            KernelWidth = attribute.Size("kernelWidth", kernel),
            StrideY = strideY,
            StrideX = strideX,
            Padding = ReadPadding(attribute),
            OutputPaddingY = ReadOutputPadding(attribute, "OutputPaddingY", strideY),
            OutputPaddingX = ReadOutputPadding(attribute, "OutputPaddingX", strideX),
            Bias = attribute.Flag("Bias", fallback: true),
        };
        WarnOfNoEffect(attribute);
        attribute.WarnOfNoEffect("OutputPadding", "OutputPaddingY", "OutputPaddingX");
        return conv;
    }

    /// <summary>Checks PyTorch's rule that the output is extended by less than a stride: one stride more is another row of the
    /// input.</summary>
    private static int ReadOutputPadding(AttributeReader attribute, string argument, int stride)
    {
        int padding = attribute.Border(argument, attribute.Border("OutputPadding", fallback: 0));
        if (padding < stride)
        {
            return padding;
        }

        string given = attribute.Has(argument) ? argument : "OutputPadding";
        attribute.Report(
            Rules.NumberOutOfRange, given, given, attribute.Kind, Numbers.Plain(padding), $"below the stride, which is {Numbers.Plain(stride)}");
        return 0;
    }

    private static PoolWindow ReadWindow(AttributeReader attribute)
    {
        int window = attribute.Size("window");
        int height = attribute.Size("height", window);
        int width = attribute.Size("width", window);
        PoolWindow declared = new(
            height,
            width,
            StrideY: attribute.Size("StrideY", attribute.Size("Stride", height)),
            StrideX: attribute.Size("StrideX", attribute.Size("Stride", width)),
            Dilation: ReadDilation(attribute, "Dilation", Math.Max(height, width), "size of the dilated window"),
            ReadPadding(attribute));
        WarnOfNoEffect(attribute);
        return declared;
    }

    private static bool ReadCeilMode(AttributeReader attribute) => attribute.Flag("CeilMode", fallback: false);

    private static DenseDeclaration ReadDense(AttributeReader attribute) => new()
    {
        AttributeIndex = attribute.Index,
        Units = attribute.Size("units"),
        Bias = attribute.Flag("Bias", fallback: true),
    };

    private static ActivationDeclaration ReadActivation(AttributeReader attribute, ActivationFunction function) => new()
    {
        AttributeIndex = attribute.Index,
        Activation = new Activation(function),
    };

    private static ActivationDeclaration ReadLeakyReLU(AttributeReader attribute) => new()
    {
        AttributeIndex = attribute.Index,
        Activation = new Activation(
            ActivationFunction.LeakyReLU,
            (float)attribute.Real("slope", fallback: 0.01, slope => slope is >= 0 and <= float.MaxValue, "finite and at least 0")),
    };

    private static BatchNormDeclaration ReadBatchNorm(AttributeReader attribute) => new()
    {
        AttributeIndex = attribute.Index,
        Momentum = attribute.Real("Momentum", fallback: 0.1, momentum => momentum is >= 0 and <= 1, "from 0 to 1"),
        Epsilon = ReadEpsilon(attribute),
    };

    private static double ReadEpsilon(AttributeReader attribute) => attribute.Real(
        "Epsilon", fallback: 1e-5, epsilon => (float)epsilon > 0 && epsilon <= float.MaxValue, "above 0 and finite as a float");

    private static ScaleDeclaration ReadScale(AttributeReader attribute)
    {
        bool isPerChannel = attribute.Has("factors"), hasOffsets = attribute.Has("offsets");
        IReadOnlyList<float> factors = isPerChannel ? attribute.Floats("factors") : [ReadFloat("factor", 1)];
        IReadOnlyList<float> offsets = !isPerChannel ? [ReadFloat("offset", 0)]
            : hasOffsets ? attribute.Floats("offsets")
            : [.. factors.Select(_ => 0f)];
        return new()
        {
            AttributeIndex = attribute.Index,
            IsPerChannel = isPerChannel,
            Factors = [.. factors],
            Offsets = [.. offsets],
        };

        float ReadFloat(string argument, double fallback) =>
            (float)attribute.Real(argument, fallback, AttributeReader.IsFiniteFloat, "finite");
    }

    /// <summary>Reads the bounds as floats: two that are rounded to the same float are not in order.</summary>
    private static ActivationDeclaration ReadClip(AttributeReader attribute)
    {
        float min = (float)attribute.Real("min", double.NaN, AttributeReader.IsFiniteFloat, "finite");
        bool hasMin = !float.IsNaN(min);
        float max = (float)attribute.Real(
            "max",
            fallback: 0,
            max => AttributeReader.IsFiniteFloat(max) && !((float)max <= min),
            hasMin ? $"finite and above min, which is {min.ToString("R", CultureInfo.InvariantCulture)}" : "finite");
        return new()
        {
            AttributeIndex = attribute.Index,
            Activation = new Activation(ActivationFunction.Clip, Min: hasMin ? min : 0, Max: max),
        };
    }

    private static DropoutDeclaration ReadDropout(AttributeReader attribute) => new()
    {
        AttributeIndex = attribute.Index,
        Rate = attribute.Real("rate", fallback: 0, rate => rate is >= 0 and < 1, "at least 0 and below 1"),
        Inverted = attribute.Flag("Inverted", fallback: true),
    };

    private static LossDeclaration ReadLoss(AttributeReader attribute, LossFunction function) => new()
    {
        AttributeIndex = attribute.Index,
        Function = function,
    };

    /// <summary>Reads the dilation of one direction, and checks that the dilated window does not exceed the largest image size.</summary>
    public static int ReadDilation(AttributeReader attribute, string argument, int taps, string what)
    {
        int dilation = attribute.Size(argument, attribute.Size("Dilation"));
        long extent = (long)dilation * (taps - 1) + 1;
        if (extent <= Limits.Argument)
        {
            return dilation;
        }

        attribute.Report(
            Rules.TooLarge, attribute.Has(argument) ? argument : "Dilation", what, attribute.Kind,
            Numbers.Grouped(extent), Numbers.Grouped(Limits.Argument));
        return 1;
    }

    /// <summary>Reads the padding. The argument for one side overrides <c>Pad</c>, as <c>StrideY</c> overrides <c>Stride</c>.</summary>
    private static Padding ReadPadding(AttributeReader attribute)
    {
        int all = attribute.Border("Pad", fallback: 0);
        return new Padding(
            Top: attribute.Border("PadTop", all),
            Left: attribute.Border("PadLeft", all),
            Bottom: attribute.Border("PadBottom", all),
            Right: attribute.Border("PadRight", all));
    }

    private static void WarnOfNoEffect(AttributeReader attribute)
    {
        attribute.WarnOfNoEffect("Stride", "StrideY", "StrideX");
        attribute.WarnOfNoEffect("Dilation", "DilationY", "DilationX");
        attribute.WarnOfNoEffect("Pad", Sides);
    }
}
