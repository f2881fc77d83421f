using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>The meaning of labels for a network.</summary>
internal static class Labels
{
    /// <summary>Whether labels are targets: a single output answers yes or no, and its label, 0 or 1, is its target. Otherwise
    /// a label is the index of an output.</summary>
    public static bool AreTargets(NetworkProgram program) =>
        program.OutputLength == 1 && program.Loss is not (LossKind.SoftmaxCrossEntropy or LossKind.None);

    /// <summary>The number of different labels.</summary>
    public static int Classes(NetworkProgram program) => AreTargets(program) ? 2 : program.OutputLength;

    /// <summary>Returns the target of an output for a label.</summary>
    public static float Target(NetworkProgram program, int label, int output) =>
        AreTargets(program) ? label : label == output ? 1f : 0f;

    /// <summary>Whether predictions can be right or wrong; false if outputs approximate numbers.</summary>
    public static bool HaveAccuracy(NetworkProgram program) => program.Loss != LossKind.MeanSquaredError;

    /// <summary>Returns the predicted label: the index of the largest output, the first one of several, or of a NaN as with
    /// PyTorch's <c>argmax</c>. For a single yes-or-no output, 1 if it is at least 0.5, otherwise 0.</summary>
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

    /// <summary>Returns the number of classes that rank before a label; of equal outputs the lower class ranks first.</summary>
    /// <param name="program">The program of the network.</param>
    /// <param name="outputs">The outputs for one sample.</param>
    /// <param name="predicted">The result of <see cref="Predicted"/> for them.</param>
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

        // The predicted NaN compares with nothing.
        return Math.Max(rank, 1);
    }

    /// <summary>Returns the confidence in a label: its output, or for a single yes-or-no output the probability of that answer.</summary>
    public static float Confidence(NetworkProgram program, ReadOnlySpan<float> outputs, int label) =>
        !AreTargets(program) ? outputs[label] : label == 1 ? outputs[0] : 1f - outputs[0];

    /// <summary>Checks that every label is a class of the network.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is not; the message gives its position, its value and the range.</exception>
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
                        ? $"the single output of {network} answers no or yes. To approximate numbers, pass targets, which are floats."
                        : $"{network} has {classes} outputs, one for each class."));
            }
        }
    }
}
