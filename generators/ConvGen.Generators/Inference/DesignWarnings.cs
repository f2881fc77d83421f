namespace ConvGen.Generators.Inference;

/// <summary>Warnings for networks that are valid but probably not intended.</summary>
internal static class DesignWarnings
{
    /// <param name="declaration">What was declared, the loss included.</param>
    /// <param name="layers">The shapes of its layers, the loss left out.</param>
    /// <param name="problems">Receives the warnings.</param>
    public static void Check(NetworkDeclaration declaration, IReadOnlyList<ShapedLayer> layers, ProblemList problems)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            if (DescribeNoEffect(layers, i) is { } reason)
            {
                problems.Add(Rules.LayerWithoutEffect, SiteOf(declaration.Layers[i]), layers[i].Name, reason);
            }
        }

        if (layers.Count > 0 && declaration.Layers[declaration.Layers.Count - 1] is LossDeclaration loss)
        {
            CheckLoss(loss, declaration.Layers[layers.Count - 1], layers[layers.Count - 1], problems);
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

        if (shaped is ShapedActivation { Activation: var activation }
            && DescribeRange(activation) is { } range
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
            problems.Add(Rules.SoftmaxOfOneValue, SiteOf(loss), name);
        }
    }

    /// <summary>The limits of the values after an activation; null for one without limits, and for the sigmoid, which has a rule of
    /// its own.</summary>
    private static string? DescribeRange(Activation activation) => activation.Function switch
    {
        ActivationFunction.ReLU or ActivationFunction.Softplus => "no value below 0",
        ActivationFunction.LeakyReLU when activation.Slope == 0 => "no value below 0",
        ActivationFunction.GELU => "no value below -0.17",
        ActivationFunction.SiLU => "no value below -0.28",
        ActivationFunction.ELU => "no value below -1",
        ActivationFunction.Tanh => "no value outside -1 to 1",
        ActivationFunction.LeakyReLU or ActivationFunction.Sigmoid => null,
        _ => throw Unreachable.Kind(activation.Function),
    };

    /// <summary>What the loss makes of the values before it compares them; null for the losses that take them as they
    /// are.</summary>
    private static string? OutputFunctionOf(LossDeclaration loss) => loss.Function switch
    {
        LossFunction.SoftmaxCrossEntropy => "softmax",
        LossFunction.SigmoidCrossEntropy or LossFunction.CrossEntropyCost => "sigmoid",
        LossFunction.MeanSquaredError or LossFunction.QuadraticCost => null,
        _ => throw Unreachable.Kind(loss.Function),
    };

    private static string? DescribeNoEffect(IReadOnlyList<ShapedLayer> layers, int index) => layers[index] switch
    {
        ShapedMaxPool or ShapedAveragePool when layers[index] is ShapedPool { WindowHeight: 1, WindowWidth: 1 } pool
            && pool.Input == pool.Output => "its window is a single pixel",
        ShapedElementwise { ActsOnlyBelowZero: true } when FindFloor(layers, index) is { } floor =>
            $"its input is never negative after {floor.Name}",
        ShapedConv or ShapedPool or ShapedDense or ShapedElementwise => null,
        _ => throw Unreachable.Kind(layers[index]),
    };

    /// <summary>The layer that keeps the input of this one from being negative, or null.</summary>
    private static ShapedLayer? FindFloor(IReadOnlyList<ShapedLayer> layers, int index)
    {
        // Neither a maximum nor a mean nor a choice of values that are not negative is negative.
        int before = index - 1;
        while (before >= 0 && KeepsSign(layers[before]))
        {
            before--;
        }

        return before >= 0 && IsNeverNegative(layers[before]) ? layers[before] : null;
    }

    /// <summary>Whether the output is never negative where no input is.</summary>
    private static bool KeepsSign(ShapedLayer layer) => layer switch
    {
        ShapedMaxPool or ShapedAveragePool => true,
        ShapedElementwise elementwise => elementwise.KeepsSign,
        ShapedL2Pool or ShapedConv or ShapedDense => false,
        _ => throw Unreachable.Kind(layer),
    };

    /// <summary>Whether the output of a layer that does not keep the sign is never negative, whatever the input.</summary>
    private static bool IsNeverNegative(ShapedLayer layer) => layer switch
    {
        ShapedL2Pool => true,
        ShapedElementwise elementwise => elementwise.IsNeverNegative,
        ShapedConv or ShapedDense => false,
        _ => throw Unreachable.Kind(layer),
    };

    private static Site.Attribute SiteOf(LayerDeclaration layer) => new Site.Attribute(layer.AttributeIndex);
}
