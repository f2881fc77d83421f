using System.Diagnostics.CodeAnalysis;
using ConvGen.CompilerServices;
using ConvGen.Training;

namespace ConvGen.Internal;

/// <summary>Checks of whole batches against the sizes of a network.</summary>
internal static class BatchCheck
{
    /// <summary>Checks that a network can be trained.</summary>
    public static void HasLoss(NetworkProgram program)
    {
        if (program.Loss == LossKind.None)
        {
            throw new InvalidOperationException(
                $"{program.Summary.Network} declares no loss: it can predict, but cannot be trained.");
        }
    }

    /// <summary>Checks that a network can be evaluated.</summary>
    public static void CanBeEvaluated(NetworkProgram program)
    {
        if (program.Loss == LossKind.None)
        {
            throw new InvalidOperationException(
                $"{program.Summary.Network} declares no loss, which says what its outputs mean, and cannot be evaluated: end its "
                + "layers with a loss, such as [SoftmaxCrossEntropy], or compare what Classify answers with the labels.");
        }
    }

    /// <summary>Returns the number of samples in an input of a length, which may be zero.</summary>
    public static int Samples(NetworkProgram program, int length, string argument)
    {
        (int samples, int rest) = Math.DivRem(length, program.InputLength);
        if (rest != 0)
        {
            ThrowPartialSample(length, program.InputLength, argument);
        }

        return samples;
    }

    /// <summary>Checks that outputs or targets have the network's output length per sample.</summary>
    public static void OutputLength(NetworkProgram program, int samples, int length, string argument)
    {
        if (length != (long)samples * program.OutputLength)
        {
            ThrowPerSample(samples, program.OutputLength, length, argument);
        }
    }

    /// <summary>Checks that outputs and inputs do not overlap.</summary>
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
        EnoughToNormalize(program, samples, inputsName);
        return samples;
    }

    /// <summary>Checks a batch with targets and counts its samples.</summary>
    public static int Targeted(
        NetworkProgram program, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, string inputsName, string targetsName)
    {
        int samples = AtLeastOneSample(program, inputs.Length, inputsName);
        OutputLength(program, samples, targets.Length, targetsName);
        EnoughToNormalize(program, samples, inputsName);
        return samples;
    }

    /// <summary>Checks that every mini-batch of an epoch has a variance, if the network normalizes over it.</summary>
    /// <param name="program">The network's program.</param>
    /// <param name="images">The number of images of an epoch, at least 1.</param>
    /// <param name="batch">The number of images of a mini-batch; the last one may be smaller.</param>
    /// <param name="argument">The name of the argument with the images.</param>
    public static void EnoughInEveryBatch(NetworkProgram program, int images, int batch, string argument)
    {
        int last = (images - 1) % batch + 1;
        if (last < program.LeastTrainingSamples)
        {
            throw new ArgumentException(
                $"{argument} has {images} images, so that the last mini-batch of {batch} has {last}; {Need(program)} Leave out an image, or "
                + "change TrainerOptions.BatchSize.",
                argument);
        }
    }

    private static void EnoughToNormalize(NetworkProgram program, int samples, string argument)
    {
        if (samples < program.LeastTrainingSamples)
        {
            throw new ArgumentException($"{argument} has {samples} sample; {Need(program)}", argument);
        }
    }

    private static string Need(NetworkProgram program) =>
        $"{program.Summary.Network} normalizes single values over the mini-batch, which needs at least "
        + $"{program.LeastTrainingSamples} samples to have a variance.";

    private static int AtLeastOneSample(NetworkProgram program, int length, string argument)
    {
        HasLoss(program);
        int samples = Samples(program, length, argument);
        return samples > 0
            ? samples
            : throw new ArgumentException($"{argument} is empty; at least one sample is required.", argument);
    }

    [DoesNotReturn]
    private static void ThrowPartialSample(int length, int inputLength, string argument) =>
        throw new ArgumentException(
            $"The length of {argument} is {length}, which is not a multiple of the input length {inputLength}.", argument);

    [DoesNotReturn]
    private static void ThrowPerSample(int samples, int each, int length, string argument) =>
        throw new ArgumentException(
            $"The length of {argument} is {length}, but {samples} samples need {(long)samples * each}.", argument);
}
