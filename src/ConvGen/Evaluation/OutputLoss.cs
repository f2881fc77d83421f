using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Training;

namespace ConvGen.Evaluations;

/// <summary>The loss of one sample, computed in double precision from the network's outputs.</summary>
internal static class OutputLoss
{
    /// <summary>Returns the loss for a label: summed over the outputs for the softmax loss and the book's costs, averaged over
    /// the outputs for the others; NaN for a network without a loss.</summary>
    public static double Of(NetworkProgram program, ReadOnlySpan<float> outputs, int label) =>
        program.Loss switch
        {
            LossKind.None => double.NaN,
            LossKind.SoftmaxCrossEntropy => -LogOfProbability(outputs[label]),
            LossKind.SigmoidCrossEntropy => SumOfCrossEntropies(program, outputs, label) / outputs.Length,
            LossKind.CrossEntropyCost => SumOfCrossEntropies(program, outputs, label),
            LossKind.MeanSquaredError => SumOfSquares(program, outputs, label) / outputs.Length,
            LossKind.QuadraticCost => SumOfSquares(program, outputs, label) / 2,
            _ => throw new NotSupportedException($"Evaluation does not support the loss {program.Loss}."),
        };

    private static double SumOfCrossEntropies(NetworkProgram program, ReadOnlySpan<float> outputs, int label)
    {
        double sum = 0;
        for (int k = 0; k < outputs.Length; k++)
        {
            double target = Labels.Target(program, label, k);
            sum += -(target * LogOfProbability(outputs[k]) + (1 - target) * LogOfProbability(1.0 - outputs[k]));
        }

        return sum;
    }

    private static double SumOfSquares(NetworkProgram program, ReadOnlySpan<float> outputs, int label)
    {
        double sum = 0;
        for (int k = 0; k < outputs.Length; k++)
        {
            double target = Labels.Target(program, label, k);
            sum += (outputs[k] - target) * (outputs[k] - target);
        }

        return sum;
    }

    // Prevents an underflow to zero from making the mean over the data set infinite.
    private static double LogOfProbability(double probability) =>
        double.IsNaN(probability) ? double.NaN : PortableMath.Log(Math.Max(probability, float.Epsilon));
}
