using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>Where the random layers of one pass take their random numbers from. The default value turns them off: then training
/// computes what prediction does.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TrainingNoise
{
    /// <summary>Whether anything is random.</summary>
    public bool IsOn { get; init; }

    /// <summary>The trainer's seed.</summary>
    public int Seed { get; init; }

    /// <summary>The number of training steps before this one.</summary>
    public long Step { get; init; }

    /// <summary>The place in the batch of the pass's first sample.</summary>
    public int FirstSample { get; init; }
}
