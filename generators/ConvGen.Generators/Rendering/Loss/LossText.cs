namespace ConvGen.Generators.Rendering.Loss;

/// <summary>Returns the formulas of a loss and its gradient, for the header and the summaries of its file.</summary>
internal static class LossText
{
    public static string Formula(LossFunction loss) => loss switch
    {
        LossFunction.SoftmaxCrossEntropy => "L = - sum over k of t[k] * ln(p[k]), where p = softmax(z)",
        LossFunction.SigmoidCrossEntropy or LossFunction.CrossEntropyCost =>
            "L = - sum over k of (t[k] * ln(p[k]) + (1 - t[k]) * ln(1 - p[k])), where p = sigmoid(z)",
        LossFunction.MeanSquaredError => "L = sum over k of (z[k] - t[k])^2",
        LossFunction.QuadraticCost => "L = 1/2 * sum over k of (z[k] - t[k])^2",
        _ => throw Unreachable.Kind(loss),
    };

    private static string GradientFormula(LossFunction loss) => loss switch
    {
        LossFunction.SoftmaxCrossEntropy => "dL/dz[k] = p[k] * (sum over j of t[j]) - t[k]",
        LossFunction.SigmoidCrossEntropy or LossFunction.CrossEntropyCost => "dL/dz[k] = p[k] - t[k]",
        LossFunction.MeanSquaredError => "dL/dz[k] = 2 * (z[k] - t[k])",
        LossFunction.QuadraticCost => "dL/dz[k] = z[k] - t[k]",
        _ => throw Unreachable.Kind(loss),
    };

    public static IEnumerable<(string Label, string Text)> Head(NetworkPlan plan, LossFunction loss)
    {
        yield return ("outputs", plan.Logits.Describe());
        yield return ("gradient", GradientFormula(loss)
            + (loss is LossFunction.SoftmaxCrossEntropy ? ", which is p[k] - t[k] where the targets add up to 1" : ""));
        string terms = loss is LossFunction.SigmoidCrossEntropy or LossFunction.MeanSquaredError ? "values" : "samples";
        string weighted = loss is LossFunction.SoftmaxCrossEntropy ? " (with class weights, 1 / the sum of its labels' weights)" : "";
        yield return ("scale", $"1 / the number of {terms} in the mini-batch{weighted}, so that the gradients add up to that of the mean loss");
    }
}
