using ConvGen;

namespace Chapter6.Networks;

/// <summary>Two convolutional layers and 1,000 hidden units.</summary>
[Network(1, 28, 28, Init = Init.Book)]
[Conv(20, 5), MaxPool(2), ReLU]
[Conv(40, 5), MaxPool(2), ReLU]
[Dense(1000), ReLU]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class Wide1000;
