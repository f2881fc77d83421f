using ConvGen;

namespace Chapter6.Networks;

/// <summary>A network of the chapter's build with more filters: what larger hidden layers would learn by heart, distorted images make
/// useless.</summary>
[Network(1, 28, 28)]
[Conv(32, 5), MaxPool(2), ReLU]
[Conv(64, 5), MaxPool(2), ReLU]
[Dense(256), ReLU]
[Dropout(0.5), Dense(10), SoftmaxCrossEntropy]
public sealed partial class BeyondNet;
