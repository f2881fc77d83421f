using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>Gives the images of an epoch, batch after batch.</summary>
internal interface IBatchSource
{
    /// <summary>Images of the current batch; the last one of an epoch may be smaller.</summary>
    int Count { get; }

    /// <summary>The images of the current batch.</summary>
    ReadOnlySpan<float> Pixels { get; }

    /// <summary>Their labels.</summary>
    ReadOnlySpan<int> Labels { get; }

    /// <summary>What the threads can do for the batch after the current one, in the time until <see cref="Next"/>; null if there
    /// is nothing, else all of it has to be done.</summary>
    ISideWork? Ahead { get; }

    /// <summary>Starts an epoch, which depends on nothing but the seed and its number.</summary>
    /// <param name="epoch">The number of the epoch, counted from 0 over the trainer's life.</param>
    /// <param name="done">Images of this epoch that have been trained on already, from the first one on; else 0.</param>
    void Begin(int epoch, int done);

    /// <summary>Goes on to the next batch; false at the end of the epoch.</summary>
    bool Next();
}
