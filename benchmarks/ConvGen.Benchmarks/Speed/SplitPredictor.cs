using ConvGen.Threading;

namespace ConvGen.Benchmarks.Speed;

/// <summary>Predicts a batch on several threads. <c>Predict</c> runs on the calling thread, and any number of threads
/// may call it at the same time, so every thread gets parts of the batch. The threads are a team like that of a
/// trainer: they spin between batches but soon sleep, so that they do not take time from the next system.</summary>
internal sealed class SplitPredictor<TNetwork> : IDisposable, ITeamWork
    where TNetwork : class, INetwork<TNetwork>
{
    /// <summary>A smaller part would read all weights for few samples.</summary>
    private const int LeastSamples = 16;

    /// <summary>More parts than threads, so that a thread that starts late gets less work.</summary>
    private const int PartsPerThread = 4;

    private readonly TNetwork _network;
    private readonly float[] _images;
    private readonly int _batch;
    private readonly int _parts;
    private readonly WorkerTeam _team;
    private int _firstImage;

    /// <summary>Starts <paramref name="threads"/> - 1 helpers.</summary>
    public SplitPredictor(TNetwork network, float[] images, int batch, int threads)
    {
        _network = network;
        _images = images;
        _batch = batch;
        int least = Math.Min(threads, batch);
        _parts = threads == 1 ? 1 : Math.Clamp(batch / LeastSamples, least, PartsPerThread * threads);
        Outputs = new float[batch * TNetwork.OutputLength];
        _team = new WorkerTeam(threads);
    }

    /// <summary>The outputs of the batch that was last predicted.</summary>
    public float[] Outputs { get; }

    /// <summary>Predicts the batch that starts at the given image; returns when all its parts are done.</summary>
    public void Predict(int firstImage)
    {
        _firstImage = firstImage;
        _team.Run(this, _parts);
    }

    void ITeamWork.Run(int worker, int part)
    {
        int first = (int)((long)_batch * part / _parts);
        int samples = (int)((long)_batch * (part + 1) / _parts) - first;
        _network.Predict(
            _images.AsSpan((_firstImage + first) * TNetwork.InputLength, samples * TNetwork.InputLength),
            Outputs.AsSpan(first * TNetwork.OutputLength, samples * TNetwork.OutputLength));
    }

    public void Dispose() => _team.Dispose();
}
