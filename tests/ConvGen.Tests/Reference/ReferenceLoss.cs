namespace ConvGen.Tests.Reference;

/// <summary>The end of a network: its prediction, and its loss for a target, one sample at a time.</summary>
internal static class ReferenceLoss
{
    /// <summary>The result of <c>Predict</c> for the last layer's values.</summary>
    public static double[] Outputs(Loss loss, double[] logits) => loss switch
    {
        Loss.SoftmaxCrossEntropy => Softmax(logits),
        Loss.SigmoidCrossEntropy or Loss.CrossEntropyCost => [.. logits.Select(Sigmoid)],
        _ => [.. logits],
    };

    /// <summary>The loss of one sample, before it is divided by <see cref="Divisor"/>.</summary>
    public static double Value(Loss loss, double[] logits, double[] targets)
    {
        double largest = logits.Max();
        double logOfSum = largest + Math.Log(logits.Sum(logit => Math.Exp(logit - largest)));
        return loss switch
        {
            Loss.SoftmaxCrossEntropy => logits.Zip(targets, (logit, target) => target * (logOfSum - logit)).Sum(),
            Loss.SigmoidCrossEntropy or Loss.CrossEntropyCost => logits.Zip(targets, (logit, target) =>
                Math.Max(logit, 0) - logit * target + Math.Log(1 + Math.Exp(-Math.Abs(logit)))).Sum(),
            Loss.MeanSquaredError => logits.Zip(targets, (logit, target) => (logit - target) * (logit - target)).Sum(),
            Loss.QuadraticCost => logits.Zip(targets, (logit, target) => Math.Pow(logit - target, 2)).Sum() / 2,
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "This network has no loss."),
        };
    }

    /// <summary>d <see cref="Value"/> / d logits, from outputs that are optionally rounded like in less precise arithmetic.</summary>
    public static double[] Gradient(Loss loss, double[] logits, double[] targets, Action<double[]>? rounding = null)
    {
        double[] outputs = Outputs(loss, logits);
        rounding?.Invoke(outputs);
        double mass = targets.Sum();
        return loss switch
        {
            Loss.SoftmaxCrossEntropy => [.. outputs.Zip(targets, (output, target) => output * mass - target)],
            Loss.SigmoidCrossEntropy or Loss.CrossEntropyCost or Loss.QuadraticCost =>
                [.. outputs.Zip(targets, (output, target) => output - target)],
            Loss.MeanSquaredError => [.. outputs.Zip(targets, (output, target) => 2 * (output - target))],
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "This network has no loss."),
        };
    }

    /// <summary>PyTorch's elementwise losses are means over every element, the others are means over the samples.</summary>
    public static int Divisor(Loss loss, int samples, int outputLength) =>
        loss is Loss.SigmoidCrossEntropy or Loss.MeanSquaredError ? samples * outputLength : samples;

    private static double[] Softmax(double[] logits)
    {
        double largest = logits.Max();
        double sum = logits.Sum(logit => Math.Exp(logit - largest));
        return [.. logits.Select(logit => Math.Exp(logit - largest) / sum)];
    }

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));
}
