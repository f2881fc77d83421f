using ConvGen;

namespace Chapter6.Networks;

/// <summary><see cref="BeyondNet"/> with local receptive fields of 7x7: whole strokes and their bends at once.</summary>
[Network(1, 28, 28)]
[Conv(32, 7), MaxPool(2), ReLU]
[Conv(64, 6), MaxPool(2), ReLU]
[Dense(256), ReLU]
[Dropout(0.5), Dense(10), SoftmaxCrossEntropy]
public sealed partial class SevenBySeven;
