using ConvGen;

namespace Chapter6.Networks;

/// <summary><see cref="OneConv"/> without the hidden layer, to show its effect.</summary>
[Network(1, 28, 28, Init = Init.Book)]
[Conv(20, 5), MaxPool(2), Sigmoid]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class OneConvAlone;
