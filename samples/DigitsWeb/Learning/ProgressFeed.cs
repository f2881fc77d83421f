using System.Runtime.CompilerServices;

namespace DigitsWeb.Learning;

/// <summary>One point of the curves.</summary>
/// <param name="Images">Images trained on since the weights were new.</param>
/// <param name="Loss">The mean loss over this epoch's images so far.</param>
/// <param name="Accuracy">The share of test images that are read rightly, 0 to 1: of the first thousand, or of all at the end of
/// an epoch.</param>
/// <param name="ImagesPerSecond">The speed of this epoch so far.</param>
internal sealed record TrainingPoint(long Images, double Loss, double Accuracy, double ImagesPerSecond);

/// <summary>Where the training is.</summary>
/// <param name="Phase"><c>idle</c>, <c>training</c>, <c>done</c>, <c>stopped</c> or <c>failed</c>.</param>
/// <param name="Text">One sentence for people.</param>
/// <param name="Run">Counts how often the training began from new weights: the curves begin again.</param>
/// <param name="Version">The weights that answer.</param>
internal sealed record TrainingState(string Phase, string Text, int Run, int Version);

/// <summary>What a page that follows the training is told: the state, and the points that it does not know yet.</summary>
internal sealed record ProgressMessage(TrainingState State, IReadOnlyList<TrainingPoint> Points);

/// <summary>The course of the training, for any number of pages, each at its own pace: one that is slow gets several points at a
/// time, and nobody keeps a queue for it.</summary>
internal sealed class ProgressFeed
{
    /// <summary>Points that are kept: a quarter of an hour of training.</summary>
    private const int MostPoints = 4_000;

    /// <summary>How long a page hears nothing while nothing happens. Each message also finds out whether it still
    /// listens.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly Queue<TrainingPoint> points = new();
    private long dropped;
    private TrainingState state = new("idle", "The network has not been trained.", Run: 0, Version: 0);
    private TaskCompletionSource changed = New();

    /// <summary>Where the training is now.</summary>
    public TrainingState State
    {
        get
        {
            lock (gate)
            {
                return state;
            }
        }
    }

    /// <summary>Says where the training is, and adds a point to the curves if there is one.</summary>
    public void Report(TrainingState now, TrainingPoint? point = null)
    {
        lock (gate)
        {
            if (now.Run != state.Run)
            {
                dropped += points.Count;
                points.Clear();
            }

            state = now;
            if (point is not null)
            {
                points.Enqueue(point);
            }

            if (points.Count > MostPoints)
            {
                points.Dequeue();
                dropped++;
            }

            changed.SetResult();
            changed = New();
        }
    }

    /// <summary>Everything so far, and then what happens, until it is cancelled.</summary>
    public async IAsyncEnumerable<ProgressMessage> Follow([EnumeratorCancellation] CancellationToken cancellation)
    {
        long next = 0;
        while (!cancellation.IsCancellationRequested)
        {
            (ProgressMessage message, Task change) = From(ref next);
            yield return message;
            await Task.WhenAny(change, Task.Delay(Heartbeat, cancellation)).ConfigureAwait(false);
        }
    }

    private (ProgressMessage Message, Task Change) From(ref long next)
    {
        lock (gate)
        {
            int known = (int)Math.Max(next - dropped, 0);
            next = dropped + points.Count;
            return (new ProgressMessage(state, [.. points.Skip(known)]), changed.Task);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
