using ConvGen;

namespace Chapter6.Networks;

/// <summary>Two convolutional layers with tanh in place of the sigmoid.</summary>
[Network(1, 28, 28, Init = Init.Book)]
[Conv(20, 5), MaxPool(2), Tanh]
[Conv(40, 5), MaxPool(2), Tanh]
[Dense(100), Tanh]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class TwoConvTanh;
