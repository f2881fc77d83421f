using System.Diagnostics.CodeAnalysis;
using ConvGen.CompilerServices;
using ConvGen.Training;

namespace ConvGen.Internal;

/// <summary>Checks of whole batches against the sizes of a network.</summary>
internal static class BatchCheck
{
    /// <summary>Holds that a network can be trained.</summary>
    public static void HasLoss(NetworkProgram program)
    {
        if (program.Loss == LossKind.None)
        {
            throw new InvalidOperationException(
                $"{program.Summary.Network} declares no loss: it can predict and cannot be trained.");
        }
    }

    /// <summary>Holds that a network can be evaluated.</summary>
    public static void CanBeEvaluated(NetworkProgram program)
    {
        if (program.Loss == LossKind.None)
        {
            throw new InvalidOperationException(
                $"{program.Summary.Network} declares no loss, which says what its outputs mean, and cannot be evaluated: end its "
                + "layers with a loss, such as [SoftmaxCrossEntropy], or compare what Classify answers with the labels.");
        }
    }

    /// <summary>The number of whole samples in an input of the given length, which may be zero.</summary>
    public static int Samples(NetworkProgram program, int length, string argument)
    {
        (int samples, int rest) = Math.DivRem(length, program.InputLength);
        if (rest != 0)
        {
            ThrowPartialSample(length, program.InputLength, argument);
        }

        return samples;
    }

    /// <summary>Holds that outputs or targets have the network's output length per sample.</summary>
    public static void OutputLength(NetworkProgram program, int samples, int length, string argument)
    {
        if (length != (long)samples * program.OutputLength)
        {
            ThrowPerSample(samples, program.OutputLength, length, argument);
        }
    }

    /// <summary>Holds that outputs are written where no inputs are read.</summary>
    public static void NoOverlap(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputs)
    {
        if (inputs.Overlaps(outputs))
        {
            throw new ArgumentException(
                "outputs overlaps inputs, which are still read while outputs are written.", nameof(outputs));
        }
    }

    /// <summary>Checks a batch with labels and counts its samples.</summary>
    public static int Labelled(
        NetworkProgram program, ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, string inputsName, string labelsName)
    {
        int samples = AtLeastOneSample(program, inputs.Length, inputsName);
        if (labels.Length != samples)
        {
            ThrowPerSample(samples, 1, labels.Length, labelsName);
        }

        Labels.Check(labels, program, labelsName);
        return samples;
    }

    /// <summary>Checks a batch with targets and counts its samples.</summary>
    public static int Targeted(
        NetworkProgram program, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, string inputsName, string targetsName)
    {
        int samples = AtLeastOneSample(program, inputs.Length, inputsName);
        OutputLength(program, samples, targets.Length, targetsName);
        return samples;
    }

    private static int AtLeastOneSample(NetworkProgram program, int length, string argument)
    {
        HasLoss(program);
        int samples = Samples(program, length, argument);
        return samples > 0
            ? samples
            : throw new ArgumentException($"{argument} is empty: the mean loss of no sample does not exist.", argument);
    }

    [DoesNotReturn]
    private static void ThrowPartialSample(int length, int inputLength, string argument) =>
        throw new ArgumentException(
            $"The length of {argument} is {length}, which is no whole number of samples of {inputLength} values.", argument);

    [DoesNotReturn]
    private static void ThrowPerSample(int samples, int each, int length, string argument) =>
        throw new ArgumentException(
            $"The length of {argument} is {length}, but {samples} samples need {(long)samples * each}.", argument);
}
