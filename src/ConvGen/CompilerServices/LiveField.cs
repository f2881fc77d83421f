using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>A receptive field of a convolution with at least one output whose gradient is not zero.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct LiveField
{
    /// <summary>Offset, in floats, of its top left corner in the chunk's input activations.</summary>
    public int Offset;

    /// <summary>How many of its gradients are not zero. They follow those of the field before it.</summary>
    public int Count;
}
