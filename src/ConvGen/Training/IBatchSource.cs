using ConvGen.Threading;

namespace ConvGen.Training;

/// <summary>Provides the images of an epoch, one mini-batch after another.</summary>
internal interface IBatchSource
{
    /// <summary>The number of images of the current mini-batch; the last one of an epoch may be smaller.</summary>
    int Count { get; }

    /// <summary>The pixels of the current mini-batch.</summary>
    ReadOnlySpan<float> Pixels { get; }

    /// <summary>The labels of the current mini-batch.</summary>
    ReadOnlySpan<int> Labels { get; }

    /// <summary>Work that prepares the next mini-batch, or null. All of it must be done before <see cref="Next"/> is called.</summary>
    ISideWork? Ahead { get; }

    /// <summary>Starts an epoch, which depends only on the seed and the number of the epoch.</summary>
    /// <param name="epoch">The number of the epoch, counted from 0 over the trainer's lifetime.</param>
    /// <param name="done">The number of images at the start of this epoch to skip, because a resumed epoch has already trained
    /// on them.</param>
    void Begin(int epoch, int done);

    /// <summary>Moves to the next mini-batch; returns false at the end of the epoch.</summary>
    bool Next();
}
