namespace ConvGen.Tests.Numbers;

/// <summary>Draws small integers for all parameters and inputs, and targets that differ from the outputs by a few units.</summary>
internal static class IntegerData
{
    /// <summary>Sums of hundreds of terms, layer after layer, would grow beyond the 24 bits of a float.</summary>
    private const int NonzeroWeightsPerSum = 32;

    /// <summary>In a small network all ReLU outputs may be zero; then other numbers are drawn.</summary>
    private const int MostDraws = 10;

    /// <summary>Draws until a gradient reaches the input; null if none ever does, because zeros would prove
    /// nothing.</summary>
    public static (double[] Inputs, double[] Targets)? Draw(ReferenceNetwork reference, int samples, int seed)
    {
        Random random = new(seed);
        for (int draw = 0; draw < MostDraws; draw++)
        {
            (double[] inputs, double[] targets) = Draw(reference, samples, random);
            if (reference.Backpropagate(inputs, targets).InputGradient.Any(gradient => gradient != 0))
            {
                return (inputs, targets);
            }
        }

        return null;
    }

    private static (double[] Inputs, double[] Targets) Draw(ReferenceNetwork reference, int samples, Random random)
    {
        foreach (ReferenceParameter parameter in reference.Parameters)
        {
            Fill(parameter.Values, random, largest: 1, share: (double)NonzeroWeightsPerSum / parameter.FanIn);
        }

        double[] inputs = new double[samples * reference.Spec.Input.Length];
        Fill(inputs, random, largest: 2, share: 0.8);
        double[] outputs = reference.Predict(inputs);
        double[] gradients = new double[outputs.Length];
        Fill(gradients, random, largest: 3, share: 1);
        return (inputs, [.. outputs.Zip(gradients, (output, gradient) => output - gradient)]);
    }

    /// <summary>Sets a share of the values to random integers of absolute value 1 to <paramref name="largest"/>, and the others to
    /// zero.</summary>
    private static void Fill(double[] values, Random random, int largest, double share)
    {
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = random.NextDouble() < share ? random.Next(1, largest + 1) * (1 - 2 * random.Next(2)) : 0;
        }
    }
}
