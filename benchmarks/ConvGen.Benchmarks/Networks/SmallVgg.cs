namespace ConvGen.Benchmarks.Networks;

/// <summary>Two VGG blocks for colour images of 32x32 pixels: 3x3 filters, two convolutions before each
/// pooling.</summary>
[Network(3, 32, 32)]
[Conv(32, 3, Pad = 1), ReLU]
[Conv(32, 3, Pad = 1), MaxPool(2), ReLU]
[Conv(64, 3, Pad = 1), ReLU]
[Conv(64, 3, Pad = 1), MaxPool(2), ReLU]
[Dense(256), ReLU]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class SmallVgg;
