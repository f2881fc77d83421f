using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>A receptive field of a convolution with at least one output whose gradient is not zero.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct LiveField
{
    /// <summary>The offset, in floats, of its top left corner in the chunk's input activations.</summary>
    public int Offset;

    /// <summary>The number of its gradients that are not zero. They follow those of the preceding field.</summary>
    public int Count;
}
