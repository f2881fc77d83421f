namespace Cifar10Sample;

/// <summary>Training settings for a network: SGD with momentum, and a learning rate that rises and falls once.</summary>
internal sealed record Recipe
{
    /// <summary>For networks without batch normalisation, which do not bear a higher learning rate.</summary>
    public static Recipe Plain { get; } = new()
    {
        Epochs = 30,
        Batch = 128,
        LearningRate = 0.05f,
        Momentum = 0.9f,
        WeightDecay = 0.0005f,
        Padding = 4,
    };

    /// <summary>For networks with batch normalisation: momentum and weight decay of the paper on residual networks, with the learning rate
    /// that it reaches after warming up.</summary>
    public static Recipe Residual { get; } = Plain with { LearningRate = 0.1f };

    public required int Epochs { get; init; }

    /// <summary>Images per step.</summary>
    public required int Batch { get; init; }

    /// <summary>The highest learning rate.</summary>
    public required float LearningRate { get; init; }

    /// <summary>The momentum of gradient descent.</summary>
    public required float Momentum { get; init; }

    public required float WeightDecay { get; init; }

    /// <summary>The padding before random crops, in pixels.</summary>
    public required int Padding { get; init; }

    /// <summary>This recipe, with the overrides of the command line.</summary>
    public Recipe With(JobArguments arguments) => this with
    {
        Epochs = arguments.Epochs ?? Epochs,
        Batch = arguments.Batch ?? Batch,
        LearningRate = arguments.LearningRate ?? LearningRate,
    };
}
