namespace ConvGen.Tests.Arm64.Networks;

/// <summary>Convolutions of every kind: half vectors, groups, strides, dilation, padding, and separate channels.</summary>
[Network(3, 16, 14)]
[Conv(12, 3, Pad = 1), LeakyReLU(0.1)]
[Conv(20, 4), MaxPool(2), ReLU]
[Conv(18, 3, Groups = 2, Pad = 1), ELU]
[Conv(17, 3, Dilation = 2, Pad = 2), Tanh]
[DepthwiseConv(3, Same = true), SiLU]
[Conv(9, 2, Stride = 2), PReLU]
[Dense(11), Sigmoid]
[Dense(5), SoftmaxCrossEntropy]
public sealed partial class ConvKinds;

/// <summary>Transposed convolutions in phases, from a single pixel, and with a stride beyond the kernel.</summary>
[Network(10, 1, 1)]
[ConvTranspose(20, 4), ReLU]
[ConvTranspose(12, 4, Stride = 2, Pad = 1), Tanh]
[ConvTranspose(17, 2, StrideY = 3, Bias = false), LeakyReLU(0.1)]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class TransposedKinds;

/// <summary>Poolings of every kind, the remaining activations, and dropout.</summary>
[Network(1, 26, 22)]
[Conv(5, 3, Same = true), GELU]
[AveragePool(2), Softplus]
[Conv(9, 3), L2Pool(2)]
[Dropout(0.25), Conv(10, 2), MaxPool(2, 1, Stride = 1), PReLU]
[Dropout(0.5, Inverted = false), Conv(6, 2), GlobalMaxPool]
[Dense(3), SigmoidCrossEntropy]
public sealed partial class PoolKinds;

/// <summary>Layers over signals.</summary>
[Network(3, 1, 43)]
[Conv1D(12, 5, Pad = 2), ReLU, MaxPool1D(2)]
[Conv1D(9, 3, Stride = 2, Groups = 3), Tanh, AveragePool1D(3, Stride = 2)]
[Dense(3), SoftmaxCrossEntropy]
public sealed partial class SignalKinds;

/// <summary>Three by three filters by transforms with tiles of four, and the mean of each map.</summary>
[Network(16, 16, 12)]
[Conv(33, 3, Pad = 1), LeakyReLU(0.125), MaxPool(2)]
[Conv(5, 3), GlobalAveragePool, MeanSquaredError]
public sealed partial class TransformKinds;

/// <summary>Transforms with tiles of two, with the winners of the pooling.</summary>
[Network(27, 10, 14)]
[Conv(20, 3, Pad = 1), MaxPool(2), ReLU]
[Dense(4), Sigmoid, QuadraticCost]
public sealed partial class SmallTransformKinds;

/// <summary>A planar input with pixels in lanes that overlap.</summary>
[Network(3, 15, 18)]
[Conv(20, 5, Bias = false), MaxPool(2), ReLU]
[Dense(3), CrossEntropyCost]
public sealed partial class PixelKinds;
