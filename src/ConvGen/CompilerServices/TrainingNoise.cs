using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>The source of random numbers for the random layers of one pass. The default value turns randomness off, so that
/// training computes the same function as prediction.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TrainingNoise
{
    /// <summary>Whether randomness is on.</summary>
    public bool IsOn { get; init; }

    /// <summary>The trainer's seed.</summary>
    public int Seed { get; init; }

    /// <summary>The number of training steps before this one.</summary>
    public long Step { get; init; }

    /// <summary>The position of the pass's first sample in the mini-batch.</summary>
    public int FirstSample { get; init; }
}
