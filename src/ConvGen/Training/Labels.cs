using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>What labels mean for a network.</summary>
internal static class Labels
{
    /// <summary>A single output answers yes or no: its label, 0 or 1, is its target. Otherwise labels number outputs.</summary>
    public static bool AreTargets(NetworkProgram program) =>
        program.OutputLength == 1 && program.Loss is not (LossKind.SoftmaxCrossEntropy or LossKind.None);

    /// <summary>The number of different labels.</summary>
    public static int Classes(NetworkProgram program) => AreTargets(program) ? 2 : program.OutputLength;

    /// <summary>What an output should be for a label.</summary>
    public static float Target(NetworkProgram program, int label, int output) =>
        AreTargets(program) ? label : label == output ? 1f : 0f;

    /// <summary>Whether an answer is right or wrong: not where outputs approximate numbers.</summary>
    public static bool HaveAccuracy(NetworkProgram program) => program.Loss != LossKind.MeanSquaredError;

    /// <summary>The label that outputs speak for: of the largest one, the first of several, or a NaN as PyTorch's
    /// <c>argmax</c>; of a single yes-or-no output whether it is at least 0.5.</summary>
    public static int Predicted(NetworkProgram program, ReadOnlySpan<float> outputs)
    {
        if (AreTargets(program))
        {
            return outputs[0] >= 0.5f ? 1 : 0;
        }

        int best = 0;
        for (int i = 1; i < outputs.Length && !float.IsNaN(outputs[best]); i++)
        {
            bool isLargerOrNaN = !(outputs[i] <= outputs[best]);
            if (isLargerOrNaN)
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>How many classes outputs speak for more than for a label; of equal ones the lower counts more.</summary>
    /// <param name="program">Says what labels mean.</param>
    /// <param name="outputs">Of one sample.</param>
    /// <param name="predicted">What <see cref="Predicted"/> makes of them.</param>
    /// <param name="label">The label.</param>
    public static int Rank(NetworkProgram program, ReadOnlySpan<float> outputs, int predicted, int label)
    {
        if (predicted == label || AreTargets(program))
        {
            return predicted == label ? 0 : 1;
        }

        int rank = 0;
        for (int other = 0; other < outputs.Length; other++)
        {
            rank += outputs[other] > outputs[label] || (outputs[other] == outputs[label] && other < label) ? 1 : 0;
        }

        // Nothing compares with NaN, which has been predicted.
        return Math.Max(rank, 1);
    }

    /// <summary>How much outputs speak for a label: its output, or for a single yes-or-no output the share of the
    /// answer.</summary>
    public static float Confidence(NetworkProgram program, ReadOnlySpan<float> outputs, int label) =>
        !AreTargets(program) ? outputs[label] : label == 1 ? outputs[0] : 1f - outputs[0];

    /// <summary>Holds that every label is a class of the network.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not; position, value and range are named.</exception>
    public static void Check(ReadOnlySpan<int> labels, NetworkProgram program, string argument)
    {
        int classes = Classes(program);
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                string network = program.Summary.Network;
                throw new ArgumentOutOfRangeException(
                    argument,
                    labels[i],
                    $"{argument}[{i}] must be 0 to {classes - 1}: " + (AreTargets(program)
                        ? $"the one output of {network} answers no or yes. Numbers to be approximated are targets, which are floats."
                        : $"{network} has {classes} outputs, one for each class."));
            }
        }
    }
}
