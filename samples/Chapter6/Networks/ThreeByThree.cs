using ConvGen;

namespace Chapter6.Networks;

/// <summary>Two 3x3 convolutions where <see cref="BeyondNet"/> has one of 5x5: the same receptive field with one more activation
/// in it (Simonyan and Zisserman, "Very Deep Convolutional Networks", 2015).</summary>
[Network(1, 28, 28)]
[Conv(32, 3), ReLU]
[Conv(32, 3), MaxPool(2), ReLU]
[Conv(64, 3), ReLU]
[Conv(64, 3), MaxPool(2), ReLU]
[Dense(256), ReLU]
[Dropout(0.5), Dense(10), SoftmaxCrossEntropy]
public sealed partial class ThreeByThree;
