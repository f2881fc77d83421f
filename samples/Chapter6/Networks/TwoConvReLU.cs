using ConvGen;

namespace Chapter6.Networks;

/// <summary>Two convolutional layers of rectified linear units: the network that the rest of the chapter builds on.</summary>
[Network(1, 28, 28, Init = Init.Book)]
[Conv(20, 5), MaxPool(2), ReLU]
[Conv(40, 5), MaxPool(2), ReLU]
[Dense(100), ReLU]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class TwoConvReLU;
