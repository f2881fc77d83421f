namespace ConvGen.Benchmarks.Speed;

/// <summary>
/// Predicts a batch on several threads: <c>Predict</c> works on the thread that calls it and any number may call at once, so
/// that a batch is shared out by giving every thread a part of it. The helpers spin between batches, as long as they live.
/// </summary>
internal sealed class SplitPredictor<TNetwork> : IDisposable
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly TNetwork network;
    private readonly float[] images;
    private readonly float[] outputs;
    private readonly int batch;
    private readonly int threads;
    private int firstImage;
    private int started;
    private int finished;
    private volatile bool stopping;

    /// <summary>Starts <paramref name="threads"/> - 1 helpers.</summary>
    public SplitPredictor(TNetwork network, float[] images, int batch, int threads)
    {
        this.network = network;
        this.images = images;
        this.batch = batch;
        this.threads = threads;
        outputs = new float[batch * TNetwork.OutputLength];
        for (int helper = 1; helper < threads; helper++)
        {
            int part = helper;
            new Thread(() => Help(part)) { IsBackground = true }.Start();
        }
    }

    /// <summary>Predicts the batch that begins at an image; returns when all its parts are done.</summary>
    public void Predict(int firstImage)
    {
        this.firstImage = firstImage;
        Volatile.Write(ref finished, 0);
        Interlocked.Increment(ref started);
        PredictPart(0);
        var wait = new SpinWait();
        while (Volatile.Read(ref finished) != threads - 1)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    public void Dispose()
    {
        stopping = true;
        Interlocked.Increment(ref started);
    }

    private void Help(int part)
    {
        int seen = 0;
        while (true)
        {
            var wait = new SpinWait();
            while (Volatile.Read(ref started) == seen)
            {
                wait.SpinOnce(sleep1Threshold: -1);
            }

            seen++;
            if (stopping)
            {
                return;
            }

            PredictPart(part);
            Interlocked.Increment(ref finished);
        }
    }

    private void PredictPart(int part)
    {
        int first = batch * part / threads;
        int end = batch * (part + 1) / threads;
        network.Predict(
            images.AsSpan((firstImage + first) * TNetwork.InputLength, (end - first) * TNetwork.InputLength),
            outputs.AsSpan(first * TNetwork.OutputLength, (end - first) * TNetwork.OutputLength));
    }
}
