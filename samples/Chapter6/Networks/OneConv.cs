using ConvGen;

namespace Chapter6.Networks;

/// <summary>Twenty feature maps of 5x5 local receptive fields, 2x2 max pooling, and the hidden layer on top.</summary>
[Network(1, 28, 28, Init = Init.Book)]
[Conv(20, 5), MaxPool(2), Sigmoid]
[Dense(100), Sigmoid]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class OneConv;
