namespace ConvGen.Tests.Reference;

/// <summary>Parameters, inputs and targets for one network, drawn from a seed; every number is exactly a float.</summary>
/// <remarks>A max pool or a ReLU compares values. If two values differ by less than the rounding error, single precision may
/// choose another one than the reference, and then the gradients differ by whole terms although both are correct. So each
/// sample is drawn again until every decision in it keeps a margin of <see cref="SmallestMargin"/> times the largest value of
/// its layer. Samples do not influence each other, so this stays cheap for large batches.</remarks>
internal sealed class DrawnCase
{
    /// <summary>Twice the error that the comparisons allow: two values with that error still compare the same.</summary>
    public const double SmallestMargin = 2e-5;

    /// <summary>The step whose masks dropouts may use; samples keep their margin with these masks and without.</summary>
    public static readonly DropoutMasks Masks = new(Seed: 5, Step: 11);

    private const int MostDraws = 500;

    private DrawnCase(double[] inputs, double[] targets)
    {
        Inputs = inputs;
        Targets = targets;
    }

    public double[] Inputs { get; }

    public double[] Targets { get; }

    /// <summary>Fills the parameters of <paramref name="network"/> and draws <paramref name="samples"/> samples for it.</summary>
    /// <exception cref="InvalidOperationException">The network has too many comparisons to find such
    /// samples.</exception>
    public static DrawnCase Draw(ReferenceNetwork network, int samples, int seed, double smallestMargin = SmallestMargin) =>
        TryDraw(network, samples, seed, smallestMargin) ?? throw new InvalidOperationException(
            $"{network.Spec}: no sample with a margin of {smallestMargin} in {MostDraws} draws; the network decides too often.");

    /// <summary>Draws samples like <see cref="Draw"/>, or returns null if no sample has the margin after many attempts.</summary>
    public static DrawnCase? TryDraw(ReferenceNetwork network, int samples, int seed, double smallestMargin = SmallestMargin)
    {
        Random random = new(seed);
        foreach (ReferenceParameter parameter in network.Parameters)
        {
            // He's variance keeps the values of every layer near one; biases are not zero, so that errors in them show.
            double range = parameter.Shape.Count == 1 ? 0.5 : Math.Sqrt(6.0 / parameter.FanIn);
            Fill(parameter.Values, random, -range, range);
        }

        // Factors near 0 would make outputs nearly constant, which the next normalization would amplify together with their rounding errors.
        foreach (ReferenceBatchNorm normalization in network.Layers.OfType<ReferenceBatchNorm>())
        {
            Fill(normalization.Parameters[0].Values, random, 0.5, 1.5);
        }

        foreach (ReferenceParameter statistic in network.Statistics)
        {
            bool isVariance = statistic.Name.EndsWith("var", StringComparison.Ordinal);
            Fill(statistic.Values, random, isVariance ? 0.5 : -0.5, isVariance ? 1.5 : 0.5);
        }

        double[]?[] inputs = [.. Enumerable.Range(0, samples)
            .Select(index => DrawSample(network, random, smallestMargin, index)).TakeWhile(sample => sample is not null)];
        if (inputs.Length < samples)
        {
            return null;
        }

        // A normalization makes the decisions about a sample depend on the others.
        for (int draw = 0; network.HasBatchNorm && network.BatchMargin([.. inputs.SelectMany(x => x!)]) < smallestMargin; draw++)
        {
            if (draw == MostDraws)
            {
                return null;
            }

            inputs[draw % samples] = DrawSample(network, random, smallestMargin, draw % samples);
        }

        double[][] targets = [.. Enumerable.Range(0, samples).Select(_ => DrawTarget(network, random))];
        return new([.. inputs.SelectMany(x => x!)], [.. targets.SelectMany(x => x)]);
    }

    private static double[]? DrawSample(ReferenceNetwork network, Random random, double smallestMargin, int index)
    {
        double[] sample = new double[network.Spec.Input.Length];
        for (int draw = 0; draw < MostDraws; draw++)
        {
            Fill(sample, random, -1.5, 1.5);
            if (network.Margin(sample) >= smallestMargin
                && (!network.HasDropout || network.Margin(sample, Masks, index) >= smallestMargin))
            {
                return sample;
            }
        }

        return null;
    }

    /// <summary>Draws probabilities that add up to one for the softmax, and numbers from 0 to 1 for the other losses.</summary>
    private static double[] DrawTarget(ReferenceNetwork network, Random random)
    {
        double[] target = new double[network.Output.Length];
        Fill(target, random, 0, 1);
        if (network.Spec.Loss == Loss.SoftmaxCrossEntropy)
        {
            double sum = target.Sum();
            for (int index = 0; index < target.Length; index++)
            {
                target[index] = (float)(target[index] / sum);
            }
        }

        return target;
    }

    private static void Fill(double[] values, Random random, double from, double to)
    {
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = (float)(from + (to - from) * random.NextDouble());
        }
    }
}
