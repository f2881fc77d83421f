namespace ConvGen.Benchmarks.Networks;

/// <summary>SRCNN, which sharpens enlarged colour images, here of 256x256 pixels. It predicts only.</summary>
[Network(3, 256, 256)]
[Conv(64, 9, Pad = 4), ReLU]
[Conv(32, 1), ReLU]
[Conv(3, 5, Pad = 2)]
public sealed partial class Srcnn;
