using ConvGen;

namespace Chapter6.Networks;

/// <summary>A second convolutional layer looks for patterns in the twenty feature maps of the first.</summary>
[Network(1, 28, 28, Init = Init.Book)]
[Conv(20, 5), MaxPool(2), Sigmoid]
[Conv(40, 5), MaxPool(2), Sigmoid]
[Dense(100), Sigmoid]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class TwoConv;
