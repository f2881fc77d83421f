using ConvGen;

namespace MnistSample.Networks;

/// <summary>The 784-30-10 network of the first chapter of Michael Nielsen's "Neural Networks and Deep Learning", with softmax
/// at its end.</summary>
/// <remarks>
/// Every one of thirty sigmoid units weighs all 784 pixels. It knows nothing of neighbourhood: shuffle the pixels of all
/// images in the same way, and it learns as well. What the convolutions add is the distance from its 96 % to 99 %.
/// </remarks>
[Network(784, Init = Init.Book)]
[Dense(30), Sigmoid]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class Mlp;
