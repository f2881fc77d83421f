namespace ConvGen.Tests.Arm64.Networks;

/// <summary>Brackets, values with several readers, merges of every kind, normalization, and the clipped and hard activations.</summary>
[Network(5, 9, 7)]
[Conv(8, 3, Pad = 1, Bias = false), BatchNorm, ReLU6]
[Repeat(2)]
[Residual, Conv(8, 3, Same = true), BatchNorm, HardSwish, Shortcut, DepthwiseConv(1), EndResidual, Mish]
[EndRepeat]
[Conv(9, 1), Clip(-1, 1, Name = "Clipped")]
[GlobalAveragePool, Conv(9, 1), HardSigmoid(Name = "Gate")]
[From("Clipped"), Multiply("Gate"), Concat("Clipped")]
[Residual, ReLU, EndResidual, Add("Concat1")]
[Dense(4), Output("Scores"), SoftmaxCrossEntropy]
public sealed partial class GraphKinds;
