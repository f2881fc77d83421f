namespace ConvGen.Tests.Matrix;

/// <summary>Measures how much the results of a network depend on the last digits of its weights, samples and layer
/// outputs.</summary>
/// <remarks>Single precision rounds all of them by 6e-8. Where large values cancel, this is a large part of the result:
/// in the loss of a network that happens to be nearly right, in 1 - y after a saturated sigmoid, or in 1 - p after a
/// confident softmax. No single-precision arithmetic can be more exact, and the relative error says nothing about the
/// code. (Higham, "Accuracy and Stability of Numerical Algorithms", chapter 1.)</remarks>
internal static class Conditioning
{
    private const double Change = 1e-6;

    /// <summary>The largest allowed relative change of a result, divided by the relative change of those
    /// values.</summary>
    private const double MostAmplification = 20;

    /// <summary>If all gradients of a parameter are smaller, the functions after it are saturated.</summary>
    private const double SmallestGradient = 1e-5;

    private const int Changes = 2;

    /// <summary>Changes every such value slightly at random, and measures the change of outputs, loss and gradients.
    /// The network is restored.</summary>
    public static bool IsGood(ReferenceNetwork network, double[] inputs, double[] targets, int seed)
    {
        double[][] exact = [.. Results(network, inputs, targets)];
        if (network.Parameters.Any(parameter => parameter.Gradient.Max(Math.Abs) is > 0 and < SmallestGradient))
        {
            return false;
        }

        Random random = new(seed);
        return Enumerable.Range(0, Changes)
            .All(_ => exact.Zip(Disturbed(network, inputs, targets, random)).All(pair => IsNear(pair.First, pair.Second)));
    }

    private static double[][] Disturbed(ReferenceNetwork network, double[] inputs, double[] targets, Random random)
    {
        double[][] weights = [.. network.Parameters.Select(parameter => parameter.Values.ToArray())];
        double[] samples = [.. inputs];
        foreach (double[] values in network.Parameters.Select(parameter => parameter.Values).Append(samples))
        {
            Disturb(values, random);
        }

        network.Rounding = outputs => Disturb(outputs, random);
        double[][] results = [.. Results(network, samples, targets)];
        network.Rounding = null;
        foreach ((ReferenceParameter parameter, double[] values) in network.Parameters.Zip(weights))
        {
            values.CopyTo(parameter.Values, 0);
        }

        return results;
    }

    /// <summary>Returns all results that are compared with generated code; with and without masks if the network has a dropout.</summary>
    private static IEnumerable<double[]> Results(ReferenceNetwork network, double[] inputs, double[] targets)
    {
        yield return network.Predict(inputs);
        if (network.Spec.Loss == Loss.None)
        {
            yield break;
        }

        foreach (DropoutMasks? masks in network.HasDropout ? (DropoutMasks?[])[null, DrawnCase.Masks] : [null])
        {
            network.Dropout = masks;
            (double loss, double[] inputGradient) = network.Backpropagate(inputs, targets);
            yield return [loss];
            yield return inputGradient;
            foreach (ReferenceParameter parameter in network.Parameters)
            {
                yield return [.. parameter.Gradient];
            }
        }

        network.Dropout = null;
    }

    private static void Disturb(double[] values, Random random)
    {
        for (int index = 0; index < values.Length; index++)
        {
            values[index] *= 1 + Change * (2 * random.NextDouble() - 1);
        }
    }

    private static bool IsNear(double[] exact, double[] disturbed) =>
        exact.Zip(disturbed, (a, b) => Math.Abs(a - b)).Max() <= MostAmplification * Change * exact.Max(Math.Abs);
}
