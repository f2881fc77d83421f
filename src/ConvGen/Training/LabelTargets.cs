using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>The targets of labels with label smoothing or class weights, as in PyTorch's
/// <see href="https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html">CrossEntropyLoss</see>:
/// <c>t[k] = (1 - smoothing) * weight[label] * (k == label) + smoothing / K * weight[k]</c> over K classes; the mean over samples
/// divides by the sum of their labels' weights.</summary>
internal sealed class LabelTargets
{
    private readonly int _classes;

    // [label][output].
    private readonly float[] _rows;
    private readonly float[]? _weights;

    private LabelTargets(int classes, float smoothing, float[]? weights)
    {
        (_classes, _weights) = (classes, weights);
        _rows = new float[classes * classes];
        for (int label = 0; label < classes; label++)
        {
            for (int output = 0; output < classes; output++)
            {
                float share = smoothing / classes + (output == label ? 1 - smoothing : 0);
                _rows[label * classes + output] = share * WeightOf(output);
            }
        }
    }

    /// <summary>Creates the targets for a training; returns null for plain ones: 1 for the label and 0 for all others.</summary>
    /// <exception cref="ArgumentException">The loss of the network is not softmax cross-entropy, or the number of weights
    /// differs from the number of classes.</exception>
    public static LabelTargets? Of(NetworkProgram program, TrainerOptions options)
    {
        if (options is { LabelSmoothing: 0, ClassWeights: null })
        {
            return null;
        }

        if (program.Loss != LossKind.SoftmaxCrossEntropy)
        {
            throw new ArgumentException(
                $"LabelSmoothing and ClassWeights require SoftmaxCrossEntropy; the loss of {program.Summary.Network} is {program.Loss}.",
                nameof(options));
        }

        int classes = program.OutputLength;
        return options.ClassWeights is not { } given || given.Count == classes
            ? new LabelTargets(classes, options.LabelSmoothing, options.ClassWeights?.ToArray())
            : throw new ArgumentException(
                $"ClassWeights has {given.Count} values, but {program.Summary.Network} has {classes} classes.", nameof(options));
    }

    /// <summary>Returns the targets of a sample with the given label.</summary>
    public ReadOnlySpan<float> Row(int label) => _rows.AsSpan(label * _classes, _classes);

    /// <summary>Returns the divisor that turns a sum over samples into their mean.</summary>
    public double Weight(ReadOnlySpan<int> labels)
    {
        if (_weights is null)
        {
            return labels.Length;
        }

        double sum = 0;
        foreach (int label in labels)
        {
            sum += _weights[label];
        }

        return sum;
    }

    private float WeightOf(int label) => _weights is null ? 1f : _weights[label];
}
