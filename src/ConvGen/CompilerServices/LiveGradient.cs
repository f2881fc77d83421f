using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>One entry of the list over which the backward pass behind a max pool runs: a gradient that is not zero.</summary>
/// <remarks>Behind a 2x2 max pool at most a quarter of a convolution's output gradient can be non-zero, and ReLU kills
/// more.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct LiveGradient
{
    /// <summary>Offset, in floats, of the top left corner of the receptive field in the chunk's input activations.</summary>
    public int Offset;

    /// <summary>d loss / d (this output of the convolution).</summary>
    public float Gradient;
}
