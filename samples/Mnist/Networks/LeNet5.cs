using ConvGen;

namespace MnistSample.Networks;

/// <summary>
/// LeNet-5 after LeCun, Bottou, Bengio and Haffner (1998), as it is usually built today: max pooling, ReLU and softmax
/// instead of averages, tanh and radial basis functions.
/// </summary>
/// <remarks>The first convolution pads the 28x28 image with two zeros on every side, which gives the 32x32 images of
/// the paper and lets a filter's centre reach the border. Six filters and sixteen are enough for about 99 %, with a
/// quarter of the arithmetic of the book's network.</remarks>
[Network(1, 28, 28)]
[Conv(6, 5, Pad = 2), MaxPool(2), ReLU]
[Conv(16, 5), MaxPool(2), ReLU]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class LeNet5;
