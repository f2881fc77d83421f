using ConvGen;

namespace Chapter6.Networks;

/// <summary>Two convolutional layers and two hidden layers of 300 units.</summary>
[Network(1, 28, 28, Init = Init.Book)]
[Conv(20, 5), MaxPool(2), ReLU]
[Conv(40, 5), MaxPool(2), ReLU]
[Dense(300), ReLU]
[Dense(300), ReLU]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class Deep300;
