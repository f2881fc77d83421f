using ConvGen;

/// <summary>Recognizes one of three shapes in 16x16 grey pixels. Change a number, and ConvGen checks all sizes and generates
/// new code: see it under the project's analyzers, or with Go to Definition.</summary>
[Network(1, 16, 16)]                  // channels, height, width
[Conv(8, 3), MaxPool(2), ReLU]        // 8 feature maps with 3x3 kernels, halved by a 2x2 max pooling
[Conv(16, 3), MaxPool(2), ReLU]
[Dense(3), SoftmaxCrossEntropy]       // as many outputs as there are shapes
public sealed partial class ShapeNet;
