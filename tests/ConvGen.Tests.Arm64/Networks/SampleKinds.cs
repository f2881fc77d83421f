namespace ConvGen.Tests.Arm64.Networks;

/// <summary>Layers that move values, and normalizations of single samples.</summary>
[Network(8, 5, 7)]
[Conv(12, 3, Pad = 1), InstanceNorm(Affine = true), ReLU]
[ChannelShuffle(3), Pad(1, Mode = PadMode.Reflection), Conv(8, 3)]
[PixelShuffle(2), Scale(0.5, 1), Upsample(2, Mode = UpsampleMode.Bilinear)]
[Softmax, Slice(1, 1), LayerNorm]
[Dense(4), SoftmaxCrossEntropy]
public sealed partial class SampleKinds;
