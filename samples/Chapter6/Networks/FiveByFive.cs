using ConvGen;

namespace Chapter6.Networks;

/// <summary>One convolution deeper than the chapter's networks, so that the receptive field of the last one covers
/// whole digits: on distorted images it makes fewer mistakes than two layers with as much arithmetic.</summary>
[Network(1, 28, 28)]
[Conv(32, 5), MaxPool(2), ReLU]
[Conv(64, 3, Same = true), MaxPool(2), ReLU]
[Conv(128, 3), ReLU]
[Dense(128), ReLU]
[Dropout(0.5), Dense(10), SoftmaxCrossEntropy]
public sealed partial class FiveByFive;
