using ConvGen;

/// <summary>Sees 16x16 grey pixels and says which of three shapes they show. Change a number, and the compiler checks every size
/// and writes other code: look at it under the project's analyzers, or with Go to Definition.</summary>
[Network(1, 16, 16)]                  // channels, height, width
[Conv(8, 3), MaxPool(2), ReLU]        // 8 feature maps with kernels of 3x3, halved by the strongest of 2x2
[Conv(16, 3), MaxPool(2), ReLU]
[Dense(3), SoftmaxCrossEntropy]       // as many outputs as there are shapes
public sealed partial class ShapeNet;
