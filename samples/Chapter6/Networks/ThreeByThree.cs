using ConvGen;

namespace Chapter6.Networks;

/// <summary><see cref="FiveByFive"/> with local receptive fields of 3x3: edges and ends of strokes.</summary>
[Network(1, 28, 28)]
[Conv(32, 3), MaxPool(2), ReLU]
[Conv(64, 3, Same = true), MaxPool(2), ReLU]
[Conv(128, 3), ReLU]
[Dense(128), ReLU]
[Dropout(0.5), Dense(10), SoftmaxCrossEntropy]
public sealed partial class ThreeByThree;
