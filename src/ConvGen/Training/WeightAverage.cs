using ConvGen.Internal;

namespace ConvGen;

/// <summary>The exponential moving average of a network's parameters over the steps of a training, which often generalizes better than
/// the last parameters (Polyak and Juditsky, 1992). As PyTorch's
/// <see href="https://pytorch.org/docs/stable/optim.html#putting-it-all-together-ema">AveragedModel</see> with
/// <c>get_ema_multi_avg_fn(decay)</c>.</summary>
/// <remarks>
/// The average after the first step is the parameters w after that step; after each further step it is
/// <c>average = average + (1 - decay) * (w - average)</c>. It does not influence the training, and validation and
/// <see cref="TrainerOptions.KeepBest"/> of <c>Fit</c> use the trained parameters:
/// <see cref="Trainer{TNetwork}.AverageNetwork"/> returns a network with the average, which can be evaluated and saved.
/// </remarks>
/// <example>
/// <code>
/// var options = new TrainerOptions { WeightAverage = new WeightAverage(0.999f) { WarmUp = true } };
/// using var trainer = new Trainer&lt;BookNet&gt;(network, new Sgd(0.03f), options);
/// trainer.Fit(train, epochs: 10);
/// Evaluation averaged = trainer.AverageNetwork().Evaluate(test);
/// </code>
/// </example>
/// <param name="decay">The share of the average that each step keeps: 0 to below 1. An average with the decay d extends over about
/// 1 / (1 - d) steps.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="decay"/> is not in that range.</exception>
public sealed class WeightAverage(float decay)
{
    /// <summary>The share of the average that each step keeps.</summary>
    public float Decay { get; } = Check.Share(decay, nameof(decay));

    /// <summary>Whether the decay starts small, so that the average soon forgets the first parameters: after n steps, the next one uses
    /// <c>min(decay, (1 + n) / (10 + n))</c>, as TensorFlow's
    /// <see href="https://www.tensorflow.org/api_docs/python/tf/train/ExponentialMovingAverage">ExponentialMovingAverage</see> with
    /// <c>num_updates</c>. Default: false.</summary>
    public bool WarmUp { get; init; }

    /// <summary>Returns the share of the new parameters in the average.</summary>
    /// <param name="steps">The number of steps before this one.</param>
    internal double ShareAfter(long steps)
    {
        if (steps == 0)
        {
            return 1;
        }

        // Converted as a decimal, which keeps the written value.
        double share = 1 - (double)(decimal)Decay;
        return WarmUp ? Math.Max(share, 9.0 / (10 + steps)) : share;
    }
}
