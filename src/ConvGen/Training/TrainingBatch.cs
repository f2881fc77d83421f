using ConvGen.CompilerServices;

namespace ConvGen.Training;

/// <summary>The samples of one step, pinned or native, so that other threads can read them.</summary>
internal readonly unsafe struct TrainingBatch
{
    /// <summary>The number of samples, at least 1.</summary>
    public required int Samples { get; init; }

    /// <summary>Samples of the network's input length, one after another.</summary>
    public required float* Inputs { get; init; }

    /// <summary>One checked label per sample, or null if there are <see cref="Targets"/>.</summary>
    public int* Labels { get; init; }

    /// <summary>The targets of labels; null for 1 at the label and 0 elsewhere.</summary>
    public LabelTargets? LabelTargets { get; init; }

    /// <summary>Targets of the network's output length per sample, or null if there are <see cref="Labels"/>.</summary>
    public float* Targets { get; init; }

    /// <summary>Receives the gradient of every input value; null skips that work.</summary>
    public float* InputGradients { get; init; }

    /// <summary>The source of random numbers for the first sample.</summary>
    public TrainingNoise Noise { get; init; }

    /// <summary>Returns the source of random numbers for the samples from <paramref name="first"/> on.</summary>
    public TrainingNoise NoiseFrom(int first) =>
        new() { IsOn = Noise.IsOn, Seed = Noise.Seed, Step = Noise.Step, FirstSample = Noise.FirstSample + first };

    /// <summary>The divisor that turns the sum of the loss terms into their mean: their number, or the sum of their weights.</summary>
    public double LossTerms(NetworkProgram program)
    {
        if (LabelTargets is not null && Labels != null)
        {
            return LabelTargets.Weight(new ReadOnlySpan<int>(Labels, Samples));
        }

        return program.Loss is LossKind.SigmoidCrossEntropy or LossKind.MeanSquaredError
            ? (double)Samples * program.OutputLength
            : Samples;
    }
}
