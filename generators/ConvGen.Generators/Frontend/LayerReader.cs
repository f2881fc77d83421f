using ConvGen.Generators.Diagnostics;

namespace ConvGen.Generators.Frontend;

/// <summary>Turns one layer attribute into its declaration, defaults resolved. A kind is a line in <see cref="Read"/> and a
/// function below it.</summary>
internal static class LayerReader
{
    private static readonly string[] s_paddings = ["Pad", "PadTop", "PadLeft", "PadBottom", "PadRight"];

    /// <summary>Null when the attribute is not a layer.</summary>
    public static LayerDeclaration? Read(AttributeReader attribute) => attribute.Kind switch
    {
        "Conv" => ReadConv(attribute),
        "MaxPool" => ReadMaxPool(attribute),
        "Dense" => ReadDense(attribute),
        "Sigmoid" => ReadActivation(attribute, ActivationFunction.Sigmoid),
        "Tanh" => ReadActivation(attribute, ActivationFunction.Tanh),
        "ReLU" => ReadActivation(attribute, ActivationFunction.ReLU),
        "SoftmaxCrossEntropy" => ReadLoss(attribute, LossFunction.SoftmaxCrossEntropy),
        "SigmoidCrossEntropy" => ReadLoss(attribute, LossFunction.SigmoidCrossEntropy),
        "MeanSquaredError" => ReadLoss(attribute, LossFunction.MeanSquaredError),
        _ => null,
    };

    private static ConvDeclaration ReadConv(AttributeReader attribute)
    {
        int kernel = attribute.Size("kernel");
        int stride = attribute.Size("Stride");
        bool same = attribute.Flag("Same", fallback: false);
        Padding padding = ReadPadding(attribute);
        if (same && s_paddings.FirstOrDefault(attribute.Has) is { } contradiction)
        {
            attribute.Report(Rules.SameWithPadding, contradiction, contradiction);
        }

        attribute.RequireOne("Dilation");
        attribute.RequireOne("Groups");
        return new ConvDeclaration
        {
            AttributeIndex = attribute.Index,
            Filters = attribute.Size("filters"),
            KernelHeight = attribute.Size("kernelHeight", kernel),
            KernelWidth = attribute.Size("kernelWidth", kernel),
            StrideY = attribute.Size("StrideY", stride),
            StrideX = attribute.Size("StrideX", stride),
            Padding = padding,
            Same = same,
            Bias = attribute.Flag("Bias", fallback: true),
            Name = attribute.Text("Name"),
        };
    }

    private static MaxPoolDeclaration ReadMaxPool(AttributeReader attribute)
    {
        int window = attribute.Size("window");
        int height = attribute.Size("height", window);
        int width = attribute.Size("width", window);
        attribute.RequireOne("Dilation");
        return new MaxPoolDeclaration
        {
            AttributeIndex = attribute.Index,
            WindowHeight = height,
            WindowWidth = width,
            StrideY = attribute.Size("StrideY", attribute.Size("Stride", height)),
            StrideX = attribute.Size("StrideX", attribute.Size("Stride", width)),
            Padding = ReadPadding(attribute),
            CeilMode = attribute.Flag("CeilMode", fallback: false),
        };
    }

    private static DenseDeclaration ReadDense(AttributeReader attribute) => new()
    {
        AttributeIndex = attribute.Index,
        Units = attribute.Size("units"),
        Bias = attribute.Flag("Bias", fallback: true),
        Name = attribute.Text("Name"),
    };

    private static ActivationDeclaration ReadActivation(AttributeReader attribute, ActivationFunction function) => new()
    {
        AttributeIndex = attribute.Index,
        Function = function,
    };

    private static LossDeclaration ReadLoss(AttributeReader attribute, LossFunction function) => new()
    {
        AttributeIndex = attribute.Index,
        Function = function,
    };

    /// <summary>A side's own argument wins over <c>Pad</c>, as <c>StrideY</c> wins over <c>Stride</c>.</summary>
    private static Padding ReadPadding(AttributeReader attribute)
    {
        int all = attribute.Border("Pad", fallback: 0);
        return new Padding(
            Top: attribute.Border("PadTop", all),
            Left: attribute.Border("PadLeft", all),
            Bottom: attribute.Border("PadBottom", all),
            Right: attribute.Border("PadRight", all));
    }
}
