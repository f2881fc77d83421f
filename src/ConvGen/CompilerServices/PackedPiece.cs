using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>Parameters that are packed together, such as a block of filters. A training step updates and packs them while they
/// are in the cache.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PackedPiece
{
    /// <summary>The first float in the internal vector, a multiple of 16.</summary>
    public required int Offset { get; init; }

    /// <summary>The number of floats, a multiple of 16.</summary>
    public required int Floats { get; init; }
}
