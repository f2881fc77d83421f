using System.ComponentModel;

namespace ConvGen.CompilerServices;

/// <summary>The loss of a network.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum LossKind
{
    /// <summary>No loss: the network predicts and cannot be trained.</summary>
    None,

    /// <summary>Softmax followed by the cross-entropy, mean over the samples (PyTorch's <c>CrossEntropyLoss</c>).</summary>
    SoftmaxCrossEntropy,

    /// <summary>Sigmoid followed by the binary cross-entropy, mean over all elements (PyTorch's
    /// <c>BCEWithLogitsLoss</c>).</summary>
    SigmoidCrossEntropy,

    /// <summary>The squared error, mean over all elements (PyTorch's <c>MSELoss</c>).</summary>
    MeanSquaredError,

    /// <summary>Half the squared error, mean over the samples: the book's quadratic cost.</summary>
    QuadraticCost,

    /// <summary>Sigmoid followed by the binary cross-entropy, mean over the samples: the book's cross-entropy cost.</summary>
    CrossEntropyCost,
}
