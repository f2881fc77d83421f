namespace ConvGen.Tests.Behaviour;

/// <summary>A network declared as users declare it, for tests of code outside the kernels.</summary>
[Network(2, 9, 7)]
[Conv(11, 3, 2), MaxPool(2), ReLU]
[Dense(9), Tanh]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class SmallNet;
