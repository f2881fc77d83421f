using ConvGen.CompilerServices;
using ConvGen.Internal;
using ConvGen.Training;

namespace ConvGen.Evaluations;

/// <summary>The loss of one sample, computed in double precision from the network's outputs.</summary>
internal static class OutputLoss
{
    /// <summary>Returns the loss for a label: summed over the outputs for the softmax loss and the book's costs, averaged over
    /// the outputs for the others; NaN for a network without a loss.</summary>
    public static double Of(NetworkProgram program, ReadOnlySpan<float> outputs, int label)
    {
        switch (program.Loss)
        {
            case LossKind.SoftmaxCrossEntropy:
                return -LogOfProbability(outputs[label]);
            case LossKind.None:
                return double.NaN;
        }

        double sum = 0;
        for (int k = 0; k < outputs.Length; k++)
        {
            double target = Labels.Target(program, label, k);
            sum += program.Loss is LossKind.SigmoidCrossEntropy or LossKind.CrossEntropyCost
                ? -(target * LogOfProbability(outputs[k]) + (1 - target) * LogOfProbability(1.0 - outputs[k]))
                : (outputs[k] - target) * (outputs[k] - target);
        }

        return program.Loss switch
        {
            LossKind.QuadraticCost => sum / 2,
            LossKind.CrossEntropyCost => sum,
            _ => sum / outputs.Length,
        };
    }

    // Prevents an underflow to zero from making the mean over the data set infinite.
    private static double LogOfProbability(double probability) =>
        double.IsNaN(probability) ? double.NaN : PortableMath.Log(Math.Max(probability, float.Epsilon));
}
