using ConvGen;

namespace Cifar10Sample.Networks;

/// <summary>ResNet-20 (He and others, <see href="https://arxiv.org/abs/1512.03385">Deep Residual Learning for Image Recognition</see>,
/// 2015, section 4.2), with a 1x1 convolution as the shortcut where the shape changes.</summary>
/// <remarks>Three groups of three blocks with 16, 32 and 64 filters. A block adds its input to the output of two convolutions, so that it
/// only has to learn what to change, and gradients reach the first layers undiminished.</remarks>
[Network(3, 32, 32)]
[Conv(16, 3, Same = true, Bias = false), BatchNorm, ReLU]
[Repeat(3)]
[Residual, Conv(16, 3, Same = true, Bias = false), BatchNorm, ReLU, Conv(16, 3, Same = true, Bias = false), BatchNorm, EndResidual, ReLU]
[EndRepeat]
[Residual, Conv(32, 3, Stride = 2, Pad = 1, Bias = false), BatchNorm, ReLU, Conv(32, 3, Same = true, Bias = false), BatchNorm]
[Shortcut, Conv(32, 1, Stride = 2, Bias = false), BatchNorm, EndResidual, ReLU]
[Repeat(2)]
[Residual, Conv(32, 3, Same = true, Bias = false), BatchNorm, ReLU, Conv(32, 3, Same = true, Bias = false), BatchNorm, EndResidual, ReLU]
[EndRepeat]
[Residual, Conv(64, 3, Stride = 2, Pad = 1, Bias = false), BatchNorm, ReLU, Conv(64, 3, Same = true, Bias = false), BatchNorm]
[Shortcut, Conv(64, 1, Stride = 2, Bias = false), BatchNorm, EndResidual, ReLU]
[Repeat(2)]
[Residual, Conv(64, 3, Same = true, Bias = false), BatchNorm, ReLU, Conv(64, 3, Same = true, Bias = false), BatchNorm, EndResidual, ReLU]
[EndRepeat]
[GlobalAveragePool, Dense(10), SoftmaxCrossEntropy]
public sealed partial class ResNet20;
