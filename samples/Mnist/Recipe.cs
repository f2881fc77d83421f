namespace MnistSample;

/// <summary>How a network is trained well: settings that its author tried out.</summary>
internal sealed record Recipe
{
    public required int Epochs { get; init; }

    /// <summary>Images per step.</summary>
    public required int Batch { get; init; }

    /// <summary>The learning rate of the first epoch.</summary>
    public required float LearningRate { get; init; }

    /// <summary>What the learning rate is multiplied with after every epoch: long steps first, small corrections at the end.</summary>
    public required float LearningRateDecay { get; init; }

    /// <summary>The share of its velocity that descent keeps from step to step.</summary>
    public required float Momentum { get; init; }

    public required float WeightDecay { get; init; }

    /// <summary>This recipe, with what the command line says instead.</summary>
    public Recipe With(JobArguments arguments) => this with
    {
        Epochs = arguments.Epochs ?? Epochs,
        Batch = arguments.Batch ?? Batch,
        LearningRate = arguments.LearningRate ?? LearningRate,
    };
}
