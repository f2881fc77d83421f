namespace ConvGen.Tests.Chapter6;

/// <summary>A 5x5 local receptive field over the 28x28 image, moved by one pixel.</summary>
[Network(1, 28, 28)]
[Conv(1, 5)]
public sealed partial class ReceptiveField;

/// <summary>A 5x5 local receptive field, moved by two pixels.</summary>
[Network(1, 28, 28)]
[Conv(1, 5, Stride = 2)]
public sealed partial class ReceptiveFieldOfStrideTwo;

/// <summary>Twenty feature maps.</summary>
[Network(1, 28, 28)]
[Conv(20, 5)]
public sealed partial class TwentyMaps;

/// <summary>The fully connected layer with which the book compares twenty feature maps.</summary>
[Network(1, 28, 28)]
[Dense(30)]
public sealed partial class ThirtyNeurons;

/// <summary>Three feature maps and a pooling layer, as in the book's figure.</summary>
[Network(1, 28, 28)]
[Conv(3, 5), MaxPool(2)]
public sealed partial class ThreePooledMaps;

/// <summary>The first layer of LeNet-5: six maps instead of the book's twenty.</summary>
[Network(1, 28, 28)]
[Conv(6, 5), MaxPool(2)]
[Conv(16, 5), MaxPool(2)]
[Dense(10), SoftmaxCrossEntropy]
public sealed partial class SixMaps;
