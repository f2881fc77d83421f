namespace MnistSample;

/// <summary>Good training settings for a network.</summary>
internal sealed record Recipe
{
    /// <summary>Trains BookNet to about 99.2 % and LeNet5 to about 99.1 % on MNIST, with little variation between
    /// seeds.</summary>
    public static Recipe Convolutional { get; } = new()
    {
        Epochs = 5,
        Batch = 32,
        LearningRate = 0.03f,
        LearningRateDecay = 0.5f,
        Momentum = 0.9f,
        WeightDecay = 0.0005f,
    };

    /// <summary>Trains 784-30-10 to about 96 %: sigmoids have small gradients and need a larger learning
    /// rate.</summary>
    public static Recipe Dense { get; } = new()
    {
        Epochs = 5,
        Batch = 16,
        LearningRate = 0.1f,
        LearningRateDecay = 0.6f,
        Momentum = 0.9f,
        WeightDecay = 0,
    };

    public required int Epochs { get; init; }

    /// <summary>Images per step.</summary>
    public required int Batch { get; init; }

    /// <summary>The learning rate of the first epoch.</summary>
    public required float LearningRate { get; init; }

    /// <summary>The factor of the learning rate after every epoch.</summary>
    public required float LearningRateDecay { get; init; }

    /// <summary>The momentum of gradient descent.</summary>
    public required float Momentum { get; init; }

    public required float WeightDecay { get; init; }

    /// <summary>This recipe, with the overrides of the command line.</summary>
    public Recipe With(JobArguments arguments) => this with
    {
        Epochs = arguments.Epochs ?? Epochs,
        Batch = arguments.Batch ?? Batch,
        LearningRate = arguments.LearningRate ?? LearningRate,
    };
}
