namespace ConvGen.Benchmarks.Networks;

/// <summary>MobileNetV1 of width 0.5 for colour images of 256x256 pixels, without its classifier. It predicts only.</summary>
[Network(3, 256, 256)]
[Conv(16, 3, Stride = 2, Pad = 1), ReLU]
[DepthwiseConv(3, Pad = 1), ReLU, Conv(32, 1), ReLU]
[DepthwiseConv(3, Stride = 2, Pad = 1), ReLU, Conv(64, 1), ReLU]
[DepthwiseConv(3, Pad = 1), ReLU, Conv(64, 1), ReLU]
[DepthwiseConv(3, Stride = 2, Pad = 1), ReLU, Conv(128, 1), ReLU]
[DepthwiseConv(3, Pad = 1), ReLU, Conv(128, 1), ReLU]
[DepthwiseConv(3, Stride = 2, Pad = 1), ReLU, Conv(256, 1), ReLU]
[DepthwiseConv(3, Pad = 1), ReLU, Conv(256, 1), ReLU]
[DepthwiseConv(3, Pad = 1), ReLU, Conv(256, 1), ReLU]
[DepthwiseConv(3, Pad = 1), ReLU, Conv(256, 1), ReLU]
[DepthwiseConv(3, Pad = 1), ReLU, Conv(256, 1), ReLU]
[DepthwiseConv(3, Pad = 1), ReLU, Conv(256, 1), ReLU]
[DepthwiseConv(3, Stride = 2, Pad = 1), ReLU, Conv(512, 1), ReLU]
[DepthwiseConv(3, Pad = 1), ReLU, Conv(512, 1), ReLU]
public sealed partial class MobileNetHalf;
