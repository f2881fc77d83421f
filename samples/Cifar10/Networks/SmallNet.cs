using ConvGen;

namespace Cifar10Sample.Networks;

/// <summary>Six convolutions in the manner of VGG (Simonyan and Zisserman, 2015), without batch normalisation.</summary>
/// <remarks>Pairs of 3x3 convolutions see 5x5 pixels with fewer weights than one of 5x5. Max pooling halves the 32x32 image after each
/// pair, and the next pair has twice as many filters, so that each pair costs about as much as the one before. The global average of
/// each of the 128 maps replaces the large dense layers of VGG: what is in the image matters, not where.</remarks>
[Network(3, 32, 32)]
[Conv(32, 3, Same = true), ReLU]
[Conv(32, 3, Same = true), MaxPool(2), ReLU]
[Conv(64, 3, Same = true), ReLU]
[Conv(64, 3, Same = true), MaxPool(2), ReLU]
[Conv(128, 3, Same = true), ReLU]
[Conv(128, 3, Same = true), ReLU]
[GlobalAveragePool]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class SmallNet;
