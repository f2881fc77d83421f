namespace ConvGen.Generators.Frontend.Declarations;

/// <summary>The losses; names are those of the runtime's <c>LossKind</c>.</summary>
internal enum LossFunction
{
    SoftmaxCrossEntropy,
    SigmoidCrossEntropy,
    MeanSquaredError,
    QuadraticCost,
    CrossEntropyCost,
}

/// <summary>What follows from a loss.</summary>
internal static class LossFunctions
{
    /// <summary>Whether the network predicts probabilities, which the loss makes of the values after the last layer.</summary>
    public static bool PredictsProbabilities(this LossFunction loss) => loss switch
    {
        LossFunction.SoftmaxCrossEntropy or LossFunction.SigmoidCrossEntropy or LossFunction.CrossEntropyCost => true,
        LossFunction.MeanSquaredError or LossFunction.QuadraticCost => false,
        _ => throw Unreachable.Kind(loss),
    };
}
