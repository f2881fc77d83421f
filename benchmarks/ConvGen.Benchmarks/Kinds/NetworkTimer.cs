using System.Diagnostics;
using ConvGen.Benchmarks.Speed;

namespace ConvGen.Benchmarks.Kinds;

/// <summary>Times single batches of a network whose class is known only at run time.</summary>
internal abstract class NetworkTimer : IDisposable
{
    /// <summary>Times a training step, in seconds.</summary>
    public abstract double Train();

    /// <summary>Times the prediction of a batch, in seconds.</summary>
    public abstract double Predict();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Creates the timer for a generated class.</summary>
    public static NetworkTimer Of(Type network, SpeedData data, int batch) =>
        (NetworkTimer)Activator.CreateInstance(typeof(NetworkTimer<>).MakeGenericType(network), data, batch)!;
}

/// <inheritdoc/>
internal sealed class NetworkTimer<TNetwork> : NetworkTimer
    where TNetwork : class, INetwork<TNetwork>
{
    private const float LearningRate = 0.005f;

    /// <summary>The time of a backward pass depends on the number of nonzero gradients, of which an untrained network
    /// may have very few. Before it is timed, a network therefore learns to classify this many of a thousand
    /// images.</summary>
    private const double LeastAccuracy = 0.9;
    private const int ImagesToJudgeBy = 1000, StepsBetween = 100, MostSteps = 3000;

    private readonly Trainer<TNetwork> _trainer;
    private readonly float[] _outputs;
    private BatchWalk _walk;

    public NetworkTimer(SpeedData data, int batch)
    {
        _trainer = new Trainer<TNetwork>(
            TNetwork.Create(seed: 1), new Sgd(LearningRate) { Momentum = 0.9f }, new TrainerOptions { Threads = 1 });
        _outputs = new float[batch * TNetwork.OutputLength];
        _walk = new BatchWalk(data, TNetwork.InputLength, batch);
        Learn(data);
    }

    public override double Train()
    {
        long before = Stopwatch.GetTimestamp();
        _trainer.Step(_walk.Images, _walk.Labels);
        double seconds = Stopwatch.GetElapsedTime(before).TotalSeconds;
        _walk.MoveOn();
        return seconds;
    }

    public override double Predict()
    {
        long before = Stopwatch.GetTimestamp();
        _trainer.Network.Predict(_walk.Images, _outputs);
        double seconds = Stopwatch.GetElapsedTime(before).TotalSeconds;
        _walk.MoveOn();
        return seconds;
    }

    public override void Dispose() => _trainer.Dispose();

    private void Learn(SpeedData data)
    {
        LabeledImages judges = new LabeledImages(1, 1, TNetwork.InputLength, data.Images, data.Labels).Slice(0, ImagesToJudgeBy);
        while (_trainer.Steps < MostSteps && _trainer.Network.Evaluate(judges).Accuracy < LeastAccuracy)
        {
            for (int step = 0; step < StepsBetween; step++)
            {
                Train();
            }
        }
    }
}
