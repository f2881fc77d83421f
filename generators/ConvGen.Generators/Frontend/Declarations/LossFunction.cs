namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>The losses, with the names of the runtime's <c>LossKind</c>.</summary>
internal enum LossFunction
{
    SoftmaxCrossEntropy,
    SigmoidCrossEntropy,
    MeanSquaredError,
    QuadraticCost,
    CrossEntropyCost,
}

/// <summary>Properties of the losses.</summary>
internal static class LossFunctions
{
    /// <summary>True if the network predicts probabilities: the loss's output function is applied to the values after the last
    /// layer.</summary>
    public static bool PredictsProbabilities(this LossFunction loss) => loss switch
    {
        LossFunction.SoftmaxCrossEntropy or LossFunction.SigmoidCrossEntropy or LossFunction.CrossEntropyCost => true,
        LossFunction.MeanSquaredError or LossFunction.QuadraticCost => false,
        _ => throw Unreachable.Kind(loss),
    };
}
