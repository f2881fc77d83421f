namespace ConvGen;

/// <summary>How weights are initialized, named after the papers. Biases start at zero, except with <see cref="Book"/>.</summary>
/// <remarks>
/// Every weight is drawn from a normal distribution with mean 0 and the standard deviation given below, where
/// <c>fanIn</c> is the number of inputs that reach one output (channels times kernel area for a convolution) and
/// <c>fanOut</c> the number of outputs that one input reaches. The draw depends only on the seed, the parameter and the
/// element's position in PyTorch's order.
/// </remarks>
public enum Init
{
    /// <summary><c>sqrt(2 / fanIn)</c>: keeps variances through ReLU layers (He et al., 2015). The default.</summary>
    He,

    /// <summary><c>sqrt(2 / (fanIn + fanOut))</c>: a compromise between the forward and the backward pass (Glorot and Bengio,
    /// 2010).</summary>
    Glorot,

    /// <summary><c>sqrt(1 / fanIn)</c>: keeps variances through linear layers (LeCun et al., 1998).</summary>
    LeCun,

    /// <summary>As network3.py of Nielsen's "Neural Networks and Deep Learning", chapter 6: weights <c>sqrt(1 / fanOut)</c>, where a
    /// convolution's fanOut is divided by the area of the pooling window that follows it; biases 1; and a dense layer right before
    /// <see cref="SoftmaxCrossEntropyAttribute"/> starts at zero, weights and biases.</summary>
    Book,
}
