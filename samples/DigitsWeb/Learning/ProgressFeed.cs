using System.Runtime.CompilerServices;

namespace DigitsWeb.Learning;

/// <summary>One point of the curves.</summary>
/// <param name="Images">Images trained on since the weights were new.</param>
/// <param name="Loss">The mean loss over this epoch's images so far.</param>
/// <param name="Accuracy">The accuracy on the test images, 0 to 1: on the first thousand, or on all of them at the end
/// of an epoch.</param>
/// <param name="ImagesPerSecond">The speed of this epoch so far.</param>
internal sealed record TrainingPoint(long Images, double Loss, double Accuracy, double ImagesPerSecond);

/// <summary>The state of the training.</summary>
/// <param name="Phase"><c>idle</c>, <c>training</c>, <c>done</c>, <c>stopped</c> or <c>failed</c>.</param>
/// <param name="Text">One sentence for display.</param>
/// <param name="Run">The number of trainings that started from new weights; a new number clears the curves.</param>
/// <param name="Version">The version of the weights.</param>
internal sealed record TrainingState(string Phase, string Text, int Run, int Version);

/// <summary>A message to a page that follows the training: the state, and the points that it has not received
/// yet.</summary>
internal sealed record ProgressMessage(TrainingState State, IReadOnlyList<TrainingPoint> Points);

/// <summary>The progress of the training, for any number of pages, each at its own pace: a slow page receives several points at a time,
/// and needs no separate queue.</summary>
internal sealed class ProgressFeed
{
    /// <summary>The number of points kept: a quarter of an hour of training.</summary>
    private const int MostPoints = 4_000;

    /// <summary>The longest time without a message. Each message also detects whether the page is still
    /// connected.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Queue<TrainingPoint> _points = new();
    private long _dropped;
    private TrainingState _state = new("idle", "The network has not been trained.", Run: 0, Version: 0);
    private TaskCompletionSource _changed = New();

    /// <summary>The current state of the training.</summary>
    public TrainingState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Sets the state of the training, and adds a point to the curves if one is given.</summary>
    public void Report(TrainingState now, TrainingPoint? point = null)
    {
        lock (_gate)
        {
            if (now.Run != _state.Run)
            {
                _dropped += _points.Count;
                _points.Clear();
            }

            _state = now;
            if (point is not null)
            {
                _points.Enqueue(point);
            }

            if (_points.Count > MostPoints)
            {
                _points.Dequeue();
                _dropped++;
            }

            _changed.SetResult();
            _changed = New();
        }
    }

    /// <summary>All points so far, then every update until cancellation.</summary>
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
        lock (_gate)
        {
            int known = (int)Math.Max(next - _dropped, 0);
            next = _dropped + _points.Count;
            return (new ProgressMessage(_state, [.. _points.Skip(known)]), _changed.Task);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
