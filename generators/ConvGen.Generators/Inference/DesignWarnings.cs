namespace ConvGen.Generators.Inference;

/// <summary>Warnings for networks that are valid but probably not intended.</summary>
internal static class DesignWarnings
{
    /// <param name="network">The network with all shapes.</param>
    /// <param name="declared">The declarations of its layers, in order.</param>
    /// <param name="loss">The declaration of the loss; null for a network that only predicts.</param>
    /// <param name="problems">Receives the warnings.</param>
    public static void Check(
        ShapedNetwork network, IReadOnlyList<LayerDeclaration> declared, LossDeclaration? loss, ProblemList problems)
    {
        EquatableArray<ShapedLayer> layers = network.Layers;
        HashSet<int> seen = [];
        for (int i = 0; i < layers.Count; i++)
        {
            // A repeated layer is reported once, and only if it has no effect in any repetition.
            if (DescribeNoEffect(layers, i) is { } reason
                && seen.Add(declared[i].AttributeIndex)
                && Enumerable.Range(0, layers.Count).All(
                    other => declared[other].AttributeIndex != declared[i].AttributeIndex || DescribeNoEffect(layers, other) is not null))
            {
                problems.Add(Rules.LayerWithoutEffect, SiteOf(declared[i]), layers[i].Name, reason);
            }
        }

        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i] is ShapedSoftmax { Output.Channels: 1 } && seen.Add(declared[i].AttributeIndex))
            {
                problems.Add(Rules.SoftmaxOfOneValue, SiteOf(declared[i]), layers[i].Kind, "use [Sigmoid], or one channel for each class");
            }
        }

        if (loss is not null && network.OutputValue > 0)
        {
            int last = network.OutputValue - 1;
            CheckLoss(loss, declared[last], layers[last], problems);
        }
    }

    private static void CheckLoss(LossDeclaration loss, LayerDeclaration last, ShapedLayer shaped, ProblemList problems)
    {
        string name = loss.Kind;
        bool isSigmoid = shaped is ShapedActivation { Activation.Function: ActivationFunction.Sigmoid };
        if (isSigmoid && OutputFunctionOf(loss) is { } function)
        {
            problems.Add(Rules.SigmoidBeforeLoss, SiteOf(last), last.Kind, name, function);
        }

        if (DescribeRange(shaped) is { } range
            && OutputFunctionOf(loss) is { } output)
        {
            problems.Add(Rules.BoundedBeforeLoss, SiteOf(last), last.Kind, name, range, output);
        }

        if (shaped is ShapedDropout)
        {
            problems.Add(Rules.DropoutBeforeLoss, SiteOf(last), last.Kind, name);
        }

        if (loss.Function is LossFunction.SoftmaxCrossEntropy && shaped.Output.Length == 1)
        {
            problems.Add(Rules.SoftmaxOfOneValue, SiteOf(loss), name, "use [SigmoidCrossEntropy], or one output for each class");
        }
    }

    private static string? DescribeRange(ShapedLayer layer) => layer switch
    {
        ShapedActivation { Activation: var activation } => DescribeRange(activation),
        ShapedSoftmax => "no value outside 0 to 1",
        ShapedConv or ShapedConvTranspose or ShapedPool or ShapedDense or ShapedElementwise or ShapedMerge or ShapedRearrangement => null,
        _ => throw Unreachable.Kind(layer),
    };

    /// <summary>Describes the limits of an activation's output; null for one without limits, and for the sigmoid, which has its own
    /// rule.</summary>
    private static string? DescribeRange(Activation activation) => activation.Function switch
    {
        ActivationFunction.ReLU or ActivationFunction.Softplus => "no value below 0",
        ActivationFunction.LeakyReLU when activation.Slope == 0 => "no value below 0",
        ActivationFunction.ReLU6 or ActivationFunction.Clip => $"no value outside {activation.MinText} to {activation.MaxText}",
        ActivationFunction.HardSigmoid => "no value outside 0 to 1",
        ActivationFunction.HardSwish => "no value below -0.375",
        ActivationFunction.Mish => "no value below -0.31",
        ActivationFunction.GELU => "no value below -0.17",
        ActivationFunction.SiLU => "no value below -0.28",
        ActivationFunction.ELU => "no value below -1",
        ActivationFunction.Tanh => "no value outside -1 to 1",
        ActivationFunction.LeakyReLU or ActivationFunction.Sigmoid => null,
        _ => throw Unreachable.Kind(activation.Function),
    };

    /// <summary>The output function that the loss applies; null for losses that compare the values as they are.</summary>
    private static string? OutputFunctionOf(LossDeclaration loss) => loss.Function switch
    {
        LossFunction.SoftmaxCrossEntropy => "softmax",
        LossFunction.SigmoidCrossEntropy or LossFunction.CrossEntropyCost => "sigmoid",
        LossFunction.MeanSquaredError or LossFunction.QuadraticCost => null,
        _ => throw Unreachable.Kind(loss.Function),
    };

    private static string? DescribeNoEffect(EquatableArray<ShapedLayer> layers, int index) => layers[index] switch
    {
        ShapedMaxPool or ShapedAveragePool when layers[index] is ShapedPool { WindowHeight: 1, WindowWidth: 1 } pool
            && pool.Input == pool.Output => "its window is a single pixel",
        ShapedElementwise { ActsOnlyBelowZero: true } when FindFloor(layers, index) is { } floor =>
            $"its input is never negative after {floor.Name}",
        ShapedScale { IsIdentity: true } => "it multiplies by 1 and adds 0",
        ShapedRearrangement rearrangement => rearrangement.NoEffect,
        ShapedConv or ShapedConvTranspose or ShapedPool or ShapedDense or ShapedElementwise or ShapedMerge => null,
        _ => throw Unreachable.Kind(layers[index]),
    };

    /// <summary>Finds the layer that makes the input of this one non-negative, or null.</summary>
    private static ShapedLayer? FindFloor(EquatableArray<ShapedLayer> layers, int index)
    {
        // A maximum, a mean or a selection of non-negative values is non-negative.
        int before = layers[index].Inputs[0] - 1;
        while (before >= 0 && KeepsSign(layers[before]))
        {
            before = layers[before].Inputs[0] - 1;
        }

        return before >= 0 && IsNeverNegative(layers[before]) ? layers[before] : null;
    }

    /// <summary>Whether non-negative inputs give non-negative outputs.</summary>
    private static bool KeepsSign(ShapedLayer layer) => layer switch
    {
        ShapedMaxPool or ShapedAveragePool or ShapedRearrangement => true,
        ShapedElementwise elementwise => elementwise.KeepsSign,

        // Only one of the values that a merge reads is looked at.
        ShapedL2Pool or ShapedConv or ShapedConvTranspose or ShapedDense or ShapedMerge => false,
        _ => throw Unreachable.Kind(layer),
    };

    /// <summary>Whether the outputs of a layer are non-negative for any input.</summary>
    private static bool IsNeverNegative(ShapedLayer layer) => layer switch
    {
        ShapedL2Pool => true,
        ShapedElementwise elementwise => elementwise.IsNeverNegative,
        ShapedConv or ShapedConvTranspose or ShapedDense or ShapedMerge => false,
        _ => throw Unreachable.Kind(layer),
    };

    private static Site.Attribute SiteOf(LayerDeclaration layer) => new Site.Attribute(layer.AttributeIndex);
}
