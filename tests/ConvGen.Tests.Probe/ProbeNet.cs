namespace ConvGen.Tests.Probe;

/// <summary>Every kind of layer with odd sizes, so that whole vectors and remainders occur.</summary>
[Network(2, 13, 11)]
[Conv(5, 3, Pad = 1), Sigmoid]
[Conv(9, 3), MaxPool(2), ReLU]
[Dense(17), Tanh]
[Dense(5), SoftmaxCrossEntropy]
public sealed partial class ProbeNet;
