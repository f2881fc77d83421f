using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>A nonzero gradient: an entry of the list that the backward pass of a convolution followed by a max pool reads.</summary>
/// <remarks>With a 2x2 max pool at most a quarter of a convolution's output gradients can be nonzero, and ReLU makes more of
/// them zero.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct LiveGradient
{
    /// <summary>The offset, in floats, of the top left corner of the receptive field in the chunk's input activations.</summary>
    public int Offset;

    /// <summary>The gradient of the loss with respect to this output of the convolution.</summary>
    public float Gradient;
}
